import type { CustomResponse } from './custom-response';

const JSON_TYPE = 'application/json';

/** Errors of a JSON service by what its `__type` says. What is wrong between the API and the service is never shown. */
const JSON_ERRORS = [
  `#set($t=$input.path('$.__type').toString())`,
  ...renderChoices('$t', [
    [['ConditionalCheckFailed', 'TransactionConflict', 'AlreadyExists'], 409, 'Conflict'],
    [['Throttl', 'ThroughputExceeded', 'LimitExceeded'], 429, 'Too many requests'],
    [['ValidationException', 'SerializationException', 'InvalidExecutionInput'], 400, 'Bad request'],
  ]),
].join('');

/** The same for a service that answers a form: by its error code. */
const QUERY_ERRORS = [
  `#set($t=$input.path('$.Error.Code').toString())`,
  ...renderChoices('$t', [
    [['Throttl'], 429, 'Too many requests'],
    [['InvalidParameter', 'ValidationError'], 400, 'Bad request'],
  ]),
].join('');

/** Success by a template, and every error as 502 unless the service says that the caller is at fault. */
export function jsonResponses(status: number, template: string): CustomResponse[] {
  return [success(status, template), { status: 502, templates: { [JSON_TYPE]: JSON_ERRORS } }];
}

/** The same for SNS. */
export function queryResponses(status: number, template: string): CustomResponse[] {
  return [success(status, template), { status: 502, templates: { [JSON_TYPE]: QUERY_ERRORS } }];
}

function success(status: number, template: string): CustomResponse {
  return { status, pattern: '2\\d{2}', templates: { [JSON_TYPE]: template } };
}

type Choice = readonly [names: readonly string[], status: number, message: string];

function renderChoices(variable: string, choices: readonly Choice[]): string[] {
  return [
    ...choices.map(([names, status, message], index) => {
      const test = names.map((name) => `${variable}.contains("${name}")`).join('||');
      const body = `#set($context.responseOverride.status=${status}){"message":"${message}"}`;
      return `${index === 0 ? '#if' : '#elseif'}(${test})${body}`;
    }),
    '#{else}{"message":"Bad gateway"}#end',
  ];
}
