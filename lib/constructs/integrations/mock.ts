import type { BackendBindOptions, BackendConfig, IBackend } from './backend-config';
import { renderJsonTemplate, renderTextTemplate } from './template-text';

/** An answer that API Gateway gives by itself. */
export interface MockOptions {
  /**
   * Status code of the answer.
   *
   * @default 200
   */
  readonly status?: number;

  /**
   * Body of the answer: an object or a list becomes JSON, text goes out as it is.
   *
   * @default - no body
   */
  readonly body?: any;

  /**
   * Headers of the answer.
   *
   * @default - the content type alone
   */
  readonly headers?: { readonly [name: string]: string };
}

export class MockBackend implements IBackend {
  constructor(private readonly options: MockOptions) {}

  public bind(_options: BackendBindOptions): BackendConfig {
    const { status = 200, body } = this.options;
    if (!Number.isInteger(status) || status < 100 || status > 599) {
      throw new Error(`status must be a whole number from 100 to 599, got "${status}"`);
    }
    const headers = Object.entries(this.headers());
    return {
      integration: {
        type: 'mock',
        passthroughBehavior: 'never',
        requestTemplates: { 'application/json': `{"statusCode":${status}}` },
        responses: {
          default: {
            statusCode: String(status),
            ...(headers.length > 0 && {
              responseParameters: Object.fromEntries(
                headers.map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
              ),
            }),
            responseTemplates: { 'application/json': renderBody(body) },
          },
        },
      },
      responses: {
        [status]: {
          description: 'made by API Gateway',
          ...(headers.length > 0 && {
            headers: Object.fromEntries(headers.map(([name]) => [name, { schema: { type: 'string' } }])),
          }),
        },
      },
    };
  }

  private headers(): Record<string, string> {
    const { headers = {}, body } = this.options;
    const quoted = Object.entries(headers).find(([, value]) => value.includes("'"));
    if (quoted) throw new Error(`headers: "${quoted[0]}" must not hold an apostrophe, got "${quoted[1]}"`);
    const typed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
    return typeof body === 'string' && !typed ? { 'Content-Type': 'text/plain', ...headers } : { ...headers };
  }
}

function renderBody(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? renderTextTemplate(body) : renderJsonTemplate(body);
}
