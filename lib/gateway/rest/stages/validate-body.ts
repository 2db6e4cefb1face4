import { headerValue } from '../../server/raw';
import type { RoutedCall } from '../call';
import { firstMediaType } from '../media-types';
import { Refusal } from '../refusal';
import { validateAgainstModel } from '../schema-validation';

/** The body must satisfy the model of its content type; an empty one counts as `{}`. @throws Refusal */
export function validateBody(call: RoutedCall): void {
  const { api, method, request } = call;
  if (!method.validator?.body) return;
  const model = modelOf(method.requestModels, firstMediaType(headerValue(request.headers, 'content-type')));
  if (model === undefined) return;
  const faults = faultsOf(request.body, (value) => validateAgainstModel(api, model, value));
  if (faults.length === 0) return;
  const validationError = `[${faults.join(', ')}]`;
  throw new Refusal('BAD_REQUEST_BODY', {
    message: 'Invalid request body',
    validationError,
    reason: `the body is no "${model}": ${validationError}`,
  });
}

function modelOf(models: Readonly<Record<string, string>>, contentType: string | undefined): string | undefined {
  const names = [contentType ?? 'application/json', 'application/json', '$default'];
  const found = names.find((name) => Object.hasOwn(models, name));
  return found === undefined ? undefined : models[found];
}

function faultsOf(body: Buffer, validate: (value: unknown) => readonly string[]): readonly string[] {
  let value: unknown;
  try {
    value = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    return ['the request body is no JSON'];
  }
  return validate(value);
}
