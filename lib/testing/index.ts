export { TemplateError } from '../gateway/mapping';
export type { Caller } from './caller';
export type { FetchOptions, QueryValue } from './fetch-request';
export type { FunctionCall, FunctionStub, StubContext } from './function-calls';
export { type HttpHandler, HttpStub, type StubAnswer, type StubRequest } from './http-stub';
export { LocalApi } from './local-api';
export type { LocalApiOptions } from './local-api-options';
export { ManualClock, type TimeSpan } from './manual-clock';
export { type RenderTemplateInput, renderMappingTemplate } from './render-template';
