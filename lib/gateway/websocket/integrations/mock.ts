import { parseMockStatus } from '../../rest/integrations/mock-status';
import { Refusal } from '../../rest/refusal';
import type { Integration } from './integration';
import { renderRequest } from './render-request';
import { renderResponse } from './render-response';

/** MOCK: the request template names the status; nothing is called. */
export const mockIntegration: Integration = async (input) => {
  const { body, overrides } = renderRequest(input);
  const status = parseMockStatus(body.toString('utf8'));
  if (status === undefined) {
    throw new Refusal('API_CONFIGURATION_ERROR', {
      reason: `the request template of a MOCK integration must yield an object with a number statusCode, got "${body}"`,
    });
  }
  const report = { latencyMs: 0, status };
  return renderResponse(
    input,
    { status, headers: [], body: Buffer.alloc(0), selection: `${status}`, report },
    overrides,
  );
};
