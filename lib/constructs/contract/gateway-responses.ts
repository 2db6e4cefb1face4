import type { CorsSettings } from '../traffic/cors-options';
import { renderErrorHeaders } from '../traffic/allowed-origin';

/** API Gateway's own error answers. The two defaults stand for every type that has none of its own. */
export function renderGatewayResponses(cors: CorsSettings | undefined): object | undefined {
  if (!cors) return undefined;
  const responseParameters = renderErrorHeaders(cors);
  return { DEFAULT_4XX: { responseParameters }, DEFAULT_5XX: { responseParameters } };
}
