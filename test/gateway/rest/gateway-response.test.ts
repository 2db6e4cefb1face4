import type { GatewayResponseModel } from '../../../lib/gateway/model';
import { renderGatewayResponse } from '../../../lib/gateway/rest/gateway-response';
import { type GatewayResponseType, Refusal, type RefusalOptions } from '../../../lib/gateway/rest/refusal';
import { headerValue } from '../../../lib/gateway/server/raw';
import { type CallOptions, routedCall } from './routed-call';

const CONTEXT = { stage: 'prod', identity: { sourceIp: '192.0.2.7' } };

const render = (
  type: GatewayResponseType,
  responses: Record<string, Partial<GatewayResponseModel>> = {},
  more: Partial<RefusalOptions> & { call?: CallOptions } = {},
) => {
  const gatewayResponses = Object.fromEntries(
    Object.entries(responses).map(([name, own]) => [name, { responseParameters: {}, responseTemplates: {}, ...own }]),
  );
  const call = routedCall({ ...more.call, api: { gatewayResponses } });
  const { response } = renderGatewayResponse(call, new Refusal(type, { reason: 'for the test', ...more }), CONTEXT);
  return { ...response, text: String(response.body), header: (name: string) => headerValue(response.headers, name) };
};

const json = (text: string) => ({ responseTemplates: { 'application/json': text } });

describe('a gateway response that nobody configured', () => {
  test('has the status, text and error type of its kind', () => {
    const answer = render('MISSING_AUTHENTICATION_TOKEN');
    expect(answer).toMatchObject({ status: 403, text: '{"message":"Missing Authentication Token"}' });
    expect(answer.header('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(answer.header('content-type')).toBe('application/json');
  });

  test('has a space behind the colon when the gateway itself failed', () => {
    expect(render('API_CONFIGURATION_ERROR').text).toBe('{"message": "Internal server error"}');
  });

  test('has no message of an authorizer that failed', () => {
    expect(render('AUTHORIZER_CONFIGURATION_ERROR').text).toBe('{"message":null}');
  });

  test('writes denials with a capital letter', () => {
    expect(render('ACCESS_DENIED', {}, { message: 'no', messageKey: 'Message' }).text).toBe('{"Message":"no"}');
  });

  test('quotes its message', () => {
    expect(render('DEFAULT_4XX', {}, { message: 'a "b"' }).text).toBe(String.raw`{"message":"a \"b\""}`);
  });
});

describe('a configured gateway response', () => {
  test('changed in its template only, keeps its status', () => {
    const answer = render('MISSING_AUTHENTICATION_TOKEN', {
      MISSING_AUTHENTICATION_TOKEN: json('{"t":"$context.error.responseType"}'),
    });
    expect(answer).toMatchObject({ status: 403, text: '{"t":"MISSING_AUTHENTICATION_TOKEN"}' });
  });

  test('changed in its headers only, keeps status and template, and takes nothing from its family', () => {
    const answer = render('API_CONFIGURATION_ERROR', {
      API_CONFIGURATION_ERROR: { responseParameters: { 'gatewayresponse.header.x': "'1'" } },
      DEFAULT_5XX: { statusCode: '599', ...json('family') },
    });
    expect(answer).toMatchObject({ status: 500, text: '{"message": "Internal server error"}' });
    expect(answer.header('x')).toBe('1');
  });

  test('of a family, gives status, headers and template to all of it', () => {
    const family = { DEFAULT_4XX: { statusCode: '418', ...json('tea') } };
    expect(render('UNAUTHORIZED', family)).toMatchObject({ status: 418, text: 'tea' });
    expect(render('INTEGRATION_TIMEOUT', family)).toMatchObject({ status: 504 });
  });

  test('is plain substitution: directives are text', () => {
    expect(render('THROTTLED', { THROTTLED: json('#if(true)$context.stage#end') }).text).toBe('#if(true)prod#end');
  });

  test('knows the stage variables, the request and the error', () => {
    const template =
      '$stageVariables.a $method.request.header.b $method.request.querystring.c $context.error.messageString';
    const call = { stageVariables: { a: '1' }, headers: [['b', '2']] as const, query: 'c=3' };
    expect(render('THROTTLED', { THROTTLED: json(template) }, { call }).text).toBe('1 2 3 "Too Many Requests"');
  });

  test('writes nothing for what is absent', () => {
    expect(render('THROTTLED', { THROTTLED: json('[$context.authorizer.x]') }).text).toBe('[]');
  });

  test('takes headers from texts, the context and the request; absent ones are left out', () => {
    const answer = render(
      'THROTTLED',
      {
        THROTTLED: {
          responseParameters: {
            'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
            'gatewayresponse.header.x-ip': 'context.identity.sourceIp',
            'gatewayresponse.header.x-accept': 'method.request.header.Accept',
            'gatewayresponse.header.x-none': 'method.request.header.None',
          },
        },
      },
      { call: { headers: [['Accept', 'text/plain']] } },
    );
    expect(answer.header('access-control-allow-origin')).toBe('*');
    expect(answer.header('x-ip')).toBe('192.0.2.7');
    expect(answer.header('x-accept')).toBe('text/plain');
    expect(answer.header('x-none')).toBeUndefined();
  });

  test('chooses its template by what the client accepts', () => {
    const responseTemplates = { 'application/json': 'json', 'text/html': 'html' };
    const accepting = (type: string) => ({ call: { headers: [['Accept', type]] as const } });
    const html = render('THROTTLED', { THROTTLED: { responseTemplates } }, accepting('text/html, */*'));
    expect(html.text).toBe('html');
    expect(html.header('content-type')).toBe('text/html');
    expect(render('THROTTLED', { THROTTLED: { responseTemplates } }, accepting('text/plain')).text).toBe('json');
  });
});
