import { closeAllAfterTests } from './close-after-tests';

export { TemplateError } from '../gateway/mapping';
export type { Caller } from './caller';
export type { ConnectOptions, FetchOptions, QueryValue } from './fetch-request';
export type { FunctionCall, FunctionStub, StubContext } from './function-calls';
export { type HttpHandler, HttpStub, type StubAnswer, type StubRequest } from './http-stub';
export { LocalApi } from './local-api';
export type { LocalApiOptions } from './local-api-options';
export { LocalSocket, type SocketEnd, SocketRefusal } from './local-socket';
export { ManualClock, type TimeSpan } from './manual-clock';
export { type RenderTemplateInput, renderMappingTemplate } from './render-template';
export { type ExpectedRoute, routeMatchers, Routes } from './routes';
export type { TemplateRoute } from './template-routes';
export { type SnapshotSerializer, templateSnapshot } from './template-snapshot';

// Here, where the test file loads the kit: when an API is made, inside a test, it would be too late.
closeAllAfterTests();
