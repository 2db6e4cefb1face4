import type { PolicyDocument } from '../../model';
import type { AuthorizerResult } from '../authorizer-results';

/** The answer of an authorizer is none; the message says why, in the user's words. */
export class MalformedOutput extends Error {}

/** Reads what a Lambda authorizer answered. @throws MalformedOutput */
export function parseAuthorizerOutput(payload: string): AuthorizerResult {
  const output = parseObject(payload);
  const { principalId, usageIdentifierKey } = output;
  if (typeof principalId !== 'string') {
    throw new MalformedOutput(`principalId must be a string, got ${JSON.stringify(principalId)}`);
  }
  if (usageIdentifierKey !== undefined && usageIdentifierKey !== null && typeof usageIdentifierKey !== 'string') {
    throw new MalformedOutput(`usageIdentifierKey must be a string, got ${JSON.stringify(usageIdentifierKey)}`);
  }
  return {
    principalId,
    policy: readPolicy(output.policyDocument),
    context: readContext(output.context),
    ...(usageIdentifierKey && { usageIdentifierKey }),
  };
}

function parseObject(payload: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    throw new MalformedOutput('the authorizer answered no JSON');
  }
  if (!isObject(value)) {
    throw new MalformedOutput(
      `the authorizer answered ${JSON.stringify(value)?.slice(0, 80)}, not an object with principalId and policyDocument`,
    );
  }
  return value;
}

function readPolicy(document: unknown): PolicyDocument {
  if (!isObject(document)) throw new MalformedOutput('policyDocument must be an object');
  const statements = [document.Statement ?? []].flat() as unknown[];
  if (statements.length === 0) throw new MalformedOutput('policyDocument has no Statement');
  for (const [index, statement] of statements.entries()) {
    const fault = statementFault(statement);
    if (fault) throw new MalformedOutput(`policyDocument, statement ${index + 1}: ${fault}`);
  }
  return { ...document, Statement: statements } as PolicyDocument;
}

function statementFault(statement: unknown): string | undefined {
  if (!isObject(statement)) return 'it must be an object';
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') return `Effect must be "Allow" or "Deny", got ${JSON.stringify(Effect)}`;
  if (!isTextList(Action ?? NotAction)) return 'Action must be a string or a list of strings';
  if (!isTextList(Resource ?? NotResource)) return 'Resource must be a string or a list of strings';
  if (Condition !== undefined && !(isObject(Condition) && Object.values(Condition).every(isObject))) {
    return 'Condition must be an object of objects';
  }
  return undefined;
}

function readContext(context: unknown): AuthorizerResult['context'] {
  if (context === undefined || context === null) return {};
  if (!isObject(context)) throw new MalformedOutput(`context must be an object, got ${JSON.stringify(context)}`);
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(context)) {
    if (value === null) continue;
    if (typeof value === 'object') {
      throw new MalformedOutput(
        `context "${name}" must be a string, a number or a boolean, got ${JSON.stringify(value)}`,
      );
    }
    texts[name] = String(value);
  }
  return texts;
}

function isTextList(value: unknown): boolean {
  const list = [value].flat();
  return list.length > 0 && list.every((item) => typeof item === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
