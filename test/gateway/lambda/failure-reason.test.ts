import { failureReason } from '../../../lib/gateway/lambda/failure-reason';

describe('why a function failed', () => {
  const reason = (payload: object) => failureReason(JSON.stringify(payload));

  test('is one line, without its stack', () => {
    expect(reason({ errorType: 'TypeError', errorMessage: 'a is not a function', trace: ['TypeError', 'at x'] })).toBe(
      'the function failed: TypeError: a is not a function',
    );
    expect(reason({ errorMessage: 'RequestId: 1 Error: Runtime exited\nmore' })).toBe(
      'the function failed: RequestId: 1 Error: Runtime exited',
    );
  });

  test('says how to get a package that only Lambda brings', () => {
    const errorMessage = "Cannot find module '@aws-sdk/client-s3/dist'\nRequire stack:\n- /tmp/index.js";
    expect(reason({ errorType: 'Error', errorMessage })).toBe(
      "the function failed: Error: Cannot find module '@aws-sdk/client-s3/dist' (Lambda's runtime brings it; for this machine: npm install --save-dev @aws-sdk/client-s3)",
    );
    const other = reason({ errorType: 'Error', errorMessage: "Cannot find module 'left-pad'" });
    expect(other).toBe("the function failed: Error: Cannot find module 'left-pad'");
  });

  test('is the payload where it is of another form', () => {
    for (const payload of ['', 'null', '[]', '"text"', '{"errorMessage":1}', '{"half']) {
      expect(failureReason(payload)).toBe(`the function failed: ${payload}`);
    }
  });
});
