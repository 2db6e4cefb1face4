import type { RestMethodModel } from '../../../lib/gateway/model';
import { Refusal } from '../../../lib/gateway/rest/refusal';
import { validateBody } from '../../../lib/gateway/rest/stages/validate-body';
import { validateParameters } from '../../../lib/gateway/rest/stages/validate-parameters';
import { type CallOptions, routedCall } from './routed-call';

const refusalOf = (run: () => void): Refusal | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
};

describe('validateParameters', () => {
  const parameters = {
    'method.request.querystring.qs1': true,
    'method.request.querystring.optional': false,
    'method.request.path.issuer': true,
    'method.request.header.x-header-param': true,
  };
  const check = (options: CallOptions, validator: RestMethodModel['validator'] = { body: false, parameters: true }) => {
    const call = routedCall(options);
    return refusalOf(() =>
      validateParameters({ ...call, method: { ...call.method, validator, requestParameters: parameters } }),
    )?.options.message;
  };

  test('lists what is missing: headers, then path, then query', () => {
    expect(check({})).toBe('Missing required request parameters: [x-header-param, issuer, qs1]');
  });

  test('takes what is there', () => {
    const all: CallOptions = { headers: [['x-header-param', '1']], query: 'qs1=1', pathParameters: { issuer: '1' } };
    expect(check(all)).toBeUndefined();
  });

  test('blank counts as missing', () => {
    const blank: CallOptions = {
      headers: [['x-header-param', '1']],
      query: 'qs1=%20',
      pathParameters: { issuer: '1' },
    };
    expect(check(blank)).toBe('Missing required request parameters: [qs1]');
  });

  test('header names count with their case', () => {
    expect(check({ headers: [['X-Header-Param', '1']] })).toContain('x-header-param');
  });

  test('nothing is required without a validator, or with one for bodies', () => {
    const call = routedCall({});
    const method = { ...call.method, requestParameters: parameters };
    expect(refusalOf(() => validateParameters({ ...call, method }))).toBeUndefined();
    expect(check({}, { body: true, parameters: false })).toBeUndefined();
  });
});

describe('validateBody', () => {
  const schemas = {
    Order: {
      type: 'object',
      required: ['type', 'price'],
      properties: {
        type: { type: 'string', enum: ['dog', 'cat'] },
        price: { type: 'number', minimum: 25 },
        next: { $ref: '#/definitions/Order' },
        when: { type: 'string', format: 'date' },
      },
    },
  };
  const check = (
    body: string,
    contentType = 'application/json',
    models: Record<string, string> = { 'application/json': 'Order' },
  ) => {
    const call = routedCall({ body, headers: [['Content-Type', contentType]], api: { schemas } });
    const method = { ...call.method, requestModels: models, validator: { body: true, parameters: false } };
    return refusalOf(() => validateBody({ ...call, method }))?.options;
  };

  test('takes a body that the model allows', () => {
    expect(check('{"type":"dog","price":30,"next":{"type":"cat","price":25},"when":"never"}')).toBeUndefined();
  });

  test('says what is wrong in the words of the service', () => {
    expect(check('{}')).toMatchObject({
      message: 'Invalid request body',
      validationError: '[object has missing required properties (["price","type"])]',
    });
    expect(check('{"type":"cow","price":"1"}')?.validationError).toBe(
      '[instance value ("cow") not found in enum (possible values: ["dog","cat"]), instance type (string) does not match any allowed primitive type (allowed: ["integer","number"])]',
    );
  });

  test('an empty body counts as an empty object', () => {
    expect(check('')?.message).toBe('Invalid request body');
  });

  test('refuses what is no JSON', () => {
    expect(check('{')?.message).toBe('Invalid request body');
  });

  test('takes the model of the content type, else that of JSON, else the default', () => {
    expect(check('{}', 'text/plain')?.message).toBe('Invalid request body');
    expect(check('{}', 'text/plain', { $default: 'Order' })?.message).toBe('Invalid request body');
    expect(check('{}', 'text/plain', { 'text/xml': 'Order' })).toBeUndefined();
    expect(check('{}', 'text/plain', {})).toBeUndefined();
  });

  test('follows references inside and deep', () => {
    expect(check('{"type":"dog","price":30,"next":{"type":"cat"}}')?.validationError).toContain('"price"');
  });
});
