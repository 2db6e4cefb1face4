import { isLambdaUri, parseServiceUri } from '../../../../../lib/gateway/rest/integrations/aws/service-uri';

describe('parseServiceUri', () => {
  test.each([
    ['sqs:path/123456789012/queue', { service: 'sqs', path: '/123456789012/queue', query: '' }],
    ['dynamodb:action/GetItem', { service: 'dynamodb', path: '/', query: '', action: 'GetItem' }],
    ['s3:action/GetObject&Bucket=b&Key=k', { action: 'GetObject', query: 'Bucket=b&Key=k' }],
    ['s3:path/bucket/a?acl', { service: 's3', path: '/bucket/a', query: 'acl' }],
    ['data-ats.iot:path/topics/t', { service: 'iot', subdomain: 'data-ats', path: '/topics/t' }],
    ['sns:path//', { service: 'sns', path: '//' }],
  ])('%s', (rest, expected) => {
    expect(parseServiceUri(`arn:aws:apigateway:eu-west-1:${rest}`)).toMatchObject({ region: 'eu-west-1', ...expected });
  });

  test('refuses a URI without path or action', () => {
    expect(() => parseServiceUri('arn:aws:apigateway:eu-west-1:sqs:queue')).toThrow('invalid AWS integration');
  });
});

describe('isLambdaUri', () => {
  test('takes one slash or two', () => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:f';
    expect(isLambdaUri(`arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`)).toBe(true);
    expect(isLambdaUri(`arn:aws:apigateway:us-east-1:lambda:path//2015-03-31/functions/${arn}/invocations`)).toBe(true);
    expect(isLambdaUri('arn:aws:apigateway:us-east-1:sqs:path/1/q')).toBe(false);
  });
});
