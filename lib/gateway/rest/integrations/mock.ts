import { Refusal } from '../refusal';
import { textOf } from '../mapping/content-handling';
import { renderCustomRequest } from './custom-request';
import { renderCustomResponse } from './custom-response';
import type { Integration } from './integration';
import { parseMockStatus } from './mock-status';

/** MOCK: the request template names the status that selects the integration response; nothing is called. */
export const mockIntegration: Integration = async (input) => {
  const { body, overrides } = renderCustomRequest(input);
  const status = parseMockStatus(textOf(body));
  if (status === undefined) {
    throw new Refusal('API_CONFIGURATION_ERROR', {
      reason: `the request template of a MOCK integration must yield an object with a number statusCode, got "${body}"`,
    });
  }
  const answer = { headers: [], body: Buffer.alloc(0), selection: `${status}`, report: { latencyMs: 0, status } };
  return renderCustomResponse(input, answer, overrides);
};
