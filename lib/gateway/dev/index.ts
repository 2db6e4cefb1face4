export { type AppCommand, type AppFolder, type AppOptions, type AppSource, findApp } from './app-source';
export { type AppRun, runApp, type RunAppOptions } from './run-app';
