import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { ResponseValue } from '../response-value';

/** An answer that is made of what a backend said. */
export interface CustomResponse {
  /** Status code of the answer; each stands once. */
  readonly status: number;

  /**
   * Regular expression that chooses this answer: matched against the status code of the backend, or against the error
   * message of a function.
   *
   * @default - the answer to everything that no other pattern matches
   */
  readonly pattern?: string;

  /**
   * Headers.
   *
   * @default - the content type alone
   */
  readonly headers?: { readonly [name: string]: ResponseValue };

  /**
   * Mapping templates (VTL) by content type, which make the body.
   *
   * @default - the body passes as it is
   */
  readonly templates?: { readonly [contentType: string]: string };

  /**
   * Whether the body is turned to text or to binary.
   *
   * @default - neither
   */
  readonly contentHandling?: apigateway.ContentHandling;
}

/** The response side of an integration, and what the operation declares of it. */
export function renderResponses(responses: readonly CustomResponse[]): {
  readonly integration: Record<string, object>;
  readonly declared: Record<string, object>;
} {
  checkResponses(responses);
  return {
    integration: Object.fromEntries(
      responses.map((response) => [response.pattern ?? 'default', renderEntry(response)]),
    ),
    declared: Object.fromEntries(responses.map((response) => [response.status, renderDeclaration(response)])),
  };
}

function renderEntry({ status, headers = {}, templates, contentHandling }: CustomResponse): object {
  const parameters = Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value._mapping]);
  return {
    statusCode: String(status),
    ...(parameters.length > 0 && { responseParameters: Object.fromEntries(parameters) }),
    ...(templates && { responseTemplates: templates }),
    ...(contentHandling && { contentHandling }),
  };
}

function renderDeclaration({ status, headers = {} }: CustomResponse): object {
  const names = Object.keys(headers);
  return {
    description: String(status),
    ...(names.length > 0 && {
      headers: Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])),
    }),
  };
}

function checkResponses(responses: readonly CustomResponse[]): void {
  const seen = { status: new Set<number>(), pattern: new Set<string>() };
  for (const { status, pattern = 'default' } of responses) {
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new Error(`responses has the status "${status}", allowed are 200 to 599`);
    }
    if (seen.status.has(status)) {
      throw new Error(
        `responses has the status ${status} twice: API Gateway keeps one answer for each, join their patterns by "|"`,
      );
    }
    if (seen.pattern.has(pattern)) {
      const twice = pattern === 'default' ? 'two answers without a pattern' : `the pattern "${pattern}" twice`;
      throw new Error(`responses has ${twice}`);
    }
    seen.status.add(status);
    seen.pattern.add(pattern);
  }
}
