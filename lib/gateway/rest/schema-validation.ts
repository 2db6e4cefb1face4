import type { ErrorObject, ValidateFunction } from 'ajv';
import { GatewayError } from '../errors';
import type { RestApiModel } from '../model';
import { describeSchemaFaults } from './schema-faults';

const compiled = new WeakMap<RestApiModel['schemas'], Map<string, ValidateFunction>>();

/** What is wrong with a value by one of the API's models, in the words of the service's validator; nothing: it passes. */
export function validateAgainstModel(api: Pick<RestApiModel, 'schemas'>, model: string, value: unknown): string[] {
  const validate = validatorOf(api.schemas, model);
  if (validate(value)) return [];
  return describeSchemaFaults((validate.errors ?? []).filter(isOwnFault));
}

/** A failed branch of `oneOf` and its like is told by the keyword itself. */
function isOwnFault(fault: ErrorObject): boolean {
  return !/\/(?:oneOf|anyOf|not)\//.test(fault.schemaPath);
}

function validatorOf(schemas: RestApiModel['schemas'], model: string): ValidateFunction {
  const known = compiled.get(schemas) ?? new Map<string, ValidateFunction>();
  compiled.set(schemas, known);
  const validate = known.get(model) ?? compile(schemas, model);
  known.set(model, validate);
  return validate;
}

/** One document holds all models, so that references between them resolve. */
function compile(schemas: RestApiModel['schemas'], model: string): ValidateFunction {
  const Ajv: typeof import('ajv-draft-04').default = load();
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, verbose: true, logger: false });
  const name = model.replaceAll('~', '~0').replaceAll('/', '~1');
  return ajv.compile({ $ref: `#/definitions/${encodeURIComponent(name)}`, definitions: schemas });
}

function load(): typeof import('ajv-draft-04').default {
  try {
    return require('ajv-draft-04').default;
  } catch (error) {
    throw new GatewayError(
      'DEPENDENCY_MISSING',
      'request validation needs the packages ajv and ajv-draft-04, install them',
      {
        cause: error,
      },
    );
  }
}
