export { type AppCommand, type AppFolder, type AppOptions, type AppSource, findApp } from './app-source';
export { type DevLoop, type DevLoopOptions, startDevLoop } from './dev-loop';
export { type FunctionChange } from './entry-builder';
export { type AppRun, runApp, type RunAppOptions } from './run-app';
