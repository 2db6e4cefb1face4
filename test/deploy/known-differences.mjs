const INTEGRATION =
  'the emulator takes type, method and URI of an integration from a document, not its templates and responses';
const GATEWAY_RESPONSE = 'the emulator has no gateway responses';

const VALIDATION = 'the emulator has no request validators';
const ERROR_TYPE = 'the emulator names no error type when it refuses a key';
const ANY_METHOD = 'the emulator takes no x-amazon-apigateway-any-method from a document';
const PREFLIGHT = ['access-control-allow-methods', 'access-control-allow-headers', 'vary'];

const parts = (reason, ...names) => names.map((part) => ({ part, reason }));

/**
 * Where the emulator answers otherwise than API Gateway does. Each is the emulator's own, with the reason; one that is
 * gone fails the test, so that the list stays true.
 */
export const KNOWN = {
  health: parts(INTEGRATION, 'vary', 'body'),
  'health, signed': parts(INTEGRATION, 'vary', 'body'),
  'list without a signature': parts(GATEWAY_RESPONSE, 'vary'),
  preflight: parts(INTEGRATION, 'status', 'body', 'access-control-allow-origin', ...PREFLIGHT),
  'preflight from elsewhere': parts(INTEGRATION, 'status', 'body', ...PREFLIGHT),
  'create nonsense': parts(VALIDATION, 'status', 'body', 'x-amzn-errortype', 'vary'),
  'item that is not there': parts(INTEGRATION, 'status', 'body'),
  'stock without a key': parts(ERROR_TYPE, 'x-amzn-errortype'),
  'stock with nonsense for a key': parts(ERROR_TYPE, 'x-amzn-errortype'),
  'price without a token': parts(ANY_METHOD, 'status', 'body', 'x-amzn-errortype'),
  'no such path': parts(GATEWAY_RESPONSE, 'vary'),
};
