/** CloudWatch lays widgets out on a grid of this many columns. */
export const GRID_WIDTH = 24;

/** CloudWatch draws at most this many metrics in one widget. */
export const METRICS_A_WIDGET = 500;
