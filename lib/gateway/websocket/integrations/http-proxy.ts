import { passAsText } from '../../rest/mapping/content-handling';
import type { Integration } from './integration';
import { mapParameters, uriOf } from './render-request';
import { proxySend } from './send-http';

/** HTTP_PROXY: a handshake goes through with its query and headers, a message as the body. */
export const httpProxyIntegration: Integration = async (input) => {
  const mapped = mapParameters(input);
  const body = Buffer.from(input.call.body);
  const {
    status,
    headers,
    body: answered,
    report,
  } = await proxySend(input, { uri: uriOf(input, mapped), mapped, body });
  return { status, headers, reply: passAsText(answered).toString('utf8'), report };
};
