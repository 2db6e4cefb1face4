import { renderCustomRequest } from '../custom-request';
import { renderCustomResponse } from '../custom-response';
import type { Integration } from '../integration';
import { callAwsService } from './call-service';
import { callLambda } from './call-lambda';
import { isLambdaUri, parseServiceUri } from './service-uri';

/** AWS: a function with its own event and answer, or any other service by its API. */
export const awsIntegration: Integration = async (input) => {
  const rendered = renderCustomRequest(input);
  const answer = isLambdaUri(rendered.uri)
    ? await callLambda(input, rendered)
    : await callAwsService(input, rendered, parseServiceUri(rendered.uri));
  return renderCustomResponse(input, answer, rendered.overrides);
};
