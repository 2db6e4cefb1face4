/** What a dashboard of an API shows. */
export interface DashboardOptions {
  /**
   * Name of the dashboard: letters, digits, "-" and "_".
   *
   * @default - the name of the API
   */
  readonly dashboardName?: string;
}
