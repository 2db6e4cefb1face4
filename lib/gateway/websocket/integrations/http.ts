import { customSend } from './send-http';
import type { Integration } from './integration';
import { renderRequest } from './render-request';
import { renderResponse } from './render-response';

/** HTTP: request and response both go through mappings and templates. */
export const httpIntegration: Integration = async (input) => {
  const rendered = renderRequest(input);
  const answer = await customSend(input, rendered);
  return renderResponse(input, { ...answer, selection: `${answer.status}` }, rendered.overrides);
};
