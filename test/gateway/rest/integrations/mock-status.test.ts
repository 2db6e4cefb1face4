import { parseMockStatus } from '../../../../lib/gateway/rest/integrations/mock-status';

describe('parseMockStatus', () => {
  test.each([
    '{"statusCode": 200}',
    '{ statusCode: 200 }',
    "{'statusCode': 200, '': ''}",
    '{"statusCode": 200 , }',
    '{"statusCode": 200 ,, }',
    '{"statusCode": 200 , null: null }',
    '{statusCode: 200, "value": \'text\'}',
    '{statusCode: 200, " ": " "}',
    '{statusCode: 200,super{ f}oo: [ba r]}',
    '{statusCode: 200, foo}: [ba r]}',
    '\n{\n  "statusCode" : 200\n}\n',
  ])('reads %j', (text) => {
    expect(parseMockStatus(text)).toBe(200);
  });

  test.each([
    '{"statusCode": "200"}',
    '{"statusCode": 200',
    '{"statusCode\': 200 }',
    '{\'statusCode": 200 }',
    "{'statusCode: 200 }",
    'statusCode: 200',
    '{statusCode: 200, {foo: [ba r]}',
    '{}',
    '[200]',
    '200',
    'null',
    '',
    '{"statusCode": 200.5}',
  ])('refuses %j', (text) => {
    expect(parseMockStatus(text)).toBeUndefined();
  });
});
