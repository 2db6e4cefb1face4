import { Refusal } from '../../refusal';

/** `arn:P:apigateway:REGION:[SUBDOMAIN.]SERVICE:path/KEY` or `…:action/NAME&k=v`, taken apart. */
export interface ServiceUri {
  readonly region: string;
  /** As the URI names it: `sqs`, `states`, `events`. */
  readonly service: string;
  readonly subdomain?: string;
  /** Undefined for a path. */
  readonly action?: string;
  /** Starts with a slash. */
  readonly path: string;
  readonly query: string;
}

const URI = /^arn:[^:]+:apigateway:([^:]*):(?:([^:]+)\.)?([^:.]+):(path|action)(\/[\s\S]*)$/;
const LAMBDA = /:lambda:path\/+[^/]+\/functions\//;

/** Whether a URI invokes a function. */
export function isLambdaUri(uri: string): boolean {
  return LAMBDA.test(uri);
}

/** @throws Refusal */
export function parseServiceUri(uri: string): ServiceUri {
  const match = URI.exec(uri);
  if (!match) {
    throw new Refusal('API_CONFIGURATION_ERROR', {
      reason: `invalid AWS integration "${uri}": expected arn:PARTITION:apigateway:REGION:SERVICE:path/KEY or …:action/NAME`,
    });
  }
  const [, region, subdomain, service, kind, rest] = match;
  const target = { region, service, subdomain };
  if (kind === 'action') {
    const [action, ...parameters] = rest.slice(1).split('&');
    return { ...target, action, path: '/', query: parameters.join('&') };
  }
  const mark = rest.indexOf('?');
  return mark < 0
    ? { ...target, path: rest, query: '' }
    : { ...target, path: rest.slice(0, mark), query: rest.slice(mark + 1) };
}
