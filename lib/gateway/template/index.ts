export { functionNamed, functionOfUri, parseFunctionArn, type FunctionReference } from './arns';
export type { LoadOptions } from './options';
export { constructPath, describeRoutes, type RouteRow } from './describe-routes';
export { loadAssembly } from './load-assembly';
