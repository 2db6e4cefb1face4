import { type MappingResult, renderMapping } from '../gateway/mapping';

/** What a template sees in a test; everything may be left out. */
export interface RenderTemplateInput {
  /**
   * The payload: text as it is, anything else as its JSON text.
   * @default - an empty payload, which a template sees as `{}`
   */
  readonly body?: unknown;
  /**
   * What `$input.params()` finds. Header names are found as they are written here.
   * @default - none
   */
  readonly params?: {
    readonly path?: Readonly<Record<string, string>>;
    readonly querystring?: Readonly<Record<string, string>>;
    readonly header?: Readonly<Record<string, string>>;
  };
  /**
   * `$stageVariables`.
   * @default - none
   */
  readonly stageVariables?: Readonly<Record<string, string>>;
  /**
   * Members of `$context`: `{ identity: { sourceIp: '…' }, authorizer: { principalId: '…' } }`. `requestOverride` and
   * `responseOverride` may be given, as a request template leaves them to the response template.
   * @default - only the two override maps
   */
  readonly context?: Readonly<Record<string, unknown>>;
}

/**
 * Renders a mapping template as API Gateway does, for unit tests of templates.
 *
 * @example
 * const { output, overrides } = renderMappingTemplate(
 *   `#set($context.responseOverride.status = 201){"id": "$input.path('$.id')"}`,
 *   { body: { id: '42' } },
 * );
 * expect(JSON.parse(output)).toEqual({ id: '42' });
 * expect(overrides.responseOverride).toEqual({ status: 201 });
 *
 * @throws TemplateError with `line` and `column` when the template cannot be parsed or rendered
 */
export function renderMappingTemplate(template: string, input: RenderTemplateInput = {}): MappingResult {
  const { requestOverride, responseOverride, ...context } = input.context ?? {};
  return renderMapping(template, {
    body: toText(input.body),
    params: (place) => input.params?.[place] ?? {},
    stageVariables: input.stageVariables ?? {},
    context,
    overrides: { requestOverride: toObject(requestOverride), responseOverride: toObject(responseOverride) },
  });
}

function toText(body: unknown): string {
  if (body === undefined || body === null) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function toObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
