type Environment = Readonly<Record<string, string | undefined>>;

/** Where the parts of AWS that the gateway itself runs are reached. */
export interface LocalEndpoints {
  readonly lambda?: string;
  readonly dynamoDb?: string;
  /** Keys of user pools, and nothing else of Cognito. */
  readonly cognito?: string;
}

/** The base URL of a service: what the user's environment names goes before what the gateway runs. */
export function endpointOf(environment: Environment, local: LocalEndpoints, service: string): string | undefined {
  const named = environment[`AWS_ENDPOINT_URL_${service}`] ?? environment.AWS_ENDPOINT_URL;
  if (named) return named;
  if (service === 'DYNAMODB') return local.dynamoDb;
  return service === 'LAMBDA' ? local.lambda : undefined;
}

/** Endpoint variables for functions. A service of the gateway's own yields only to a variable that names that service. */
export function endpointVariables(
  environment: Environment,
  local: LocalEndpoints & { readonly management?: string },
): Record<string, string> {
  const variables: Record<string, string> = {};
  if (local.lambda) variables.AWS_ENDPOINT_URL_LAMBDA = local.lambda;
  if (local.management) variables.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI = local.management;
  if (local.cognito && !environment.AWS_ENDPOINT_URL)
    variables.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER = local.cognito;
  if (local.dynamoDb && !environment.AWS_ENDPOINT_URL) variables.AWS_ENDPOINT_URL_DYNAMODB = local.dynamoDb;
  for (const [name, value] of Object.entries(environment)) {
    if (value && name.startsWith('AWS_ENDPOINT_URL')) variables[name] = value;
  }
  return variables;
}

const EXECUTE_API = /\b(https|wss):\/\/([a-z0-9]{10})\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/g;

/** Puts local addresses in the place of the invoke URLs that the template gave a function. */
export function rewriteInvokeUrls(text: string, origins: ReadonlyMap<string, string>): string {
  if (!text.includes('.execute-api.')) return text;
  return text.replace(EXECUTE_API, (url, scheme, apiId) => {
    const origin = origins.get(apiId);
    if (origin === undefined) return url;
    return scheme === 'wss' ? origin.replace(/^http/, 'ws') : origin.replace(/^ws/, 'http');
  });
}
