import type { AssemblyModel } from '../model';
import { functionOfUri } from './arns';
import type { Evaluation } from './evaluation';
import { optionalText } from './read';
import type { Report } from './report';

/** Resources that have behaviour on AWS and none here. */
const UNSERVED: Readonly<Record<string, readonly ['denies' | 'differs' | 'ignored', string]>> = {
  'AWS::Lambda::Url': ['ignored', 'function URLs are not served'],
  'AWS::Lambda::EventSourceMapping': ['ignored', 'events of queues and streams do not start functions here'],
  'AWS::ApiGateway::DomainNameV2': ['ignored', 'private custom domains are not served'],
  'AWS::AppSync::GraphQLApi': ['ignored', 'GraphQL APIs are not served'],
};

/** Names what of the assembly is not emulated, and what an API needs that is not there. */
export function reportUnserved(evaluation: Evaluation, model: Omit<AssemblyModel, 'fidelity'>, report: Report): void {
  for (const [type, [effect, message]] of Object.entries(UNSERVED)) {
    for (const { origin } of evaluation.resources(type)) report.add(origin.path, effect, message);
  }
  reportTransforms(evaluation, report);
  reportDomains(evaluation, report);
  reportForeignFunctions(model, report);
}

function reportTransforms(evaluation: Evaluation, report: Report): void {
  for (const type of evaluation.types) {
    if (!type.startsWith('AWS::Serverless::')) continue;
    for (const { origin } of evaluation.resources(type)) {
      report.add(origin.path, 'denies', `${type} is the work of a CloudFormation macro, which does not run here`);
    }
  }
}

function reportDomains(evaluation: Evaluation, report: Report): void {
  for (const type of ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName']) {
    for (const { origin, properties } of evaluation.resources(type)) {
      if (properties.MutualTlsAuthentication === undefined) continue;
      report.add(
        origin.path,
        'differs',
        `no client certificate is asked for at "${optionalText(properties, 'DomainName') ?? ''}"`,
      );
    }
  }
}

function reportForeignFunctions(model: Omit<AssemblyModel, 'fidelity'>, report: Report): void {
  const missing = (path: string, uri: string | undefined, what: string): void => {
    const reference = uri === undefined ? undefined : functionOfUri(uri);
    if (reference === undefined || reference.arn.includes('${') || model.functions.has(reference.arn)) return;
    report.add(path, 'denies', `${what} calls the function "${reference.arn}", which is not in the assembly`);
  };
  for (const api of model.restApis) {
    for (const method of api.methods) {
      missing(api.origin.path, method.integration.uri, `${method.httpMethod} ${method.resourcePath}`);
    }
    for (const authorizer of Object.values(api.authorizers)) {
      missing(api.origin.path, authorizer.uri, `the authorizer "${authorizer.name}"`);
    }
  }
  for (const api of model.webSocketApis) {
    for (const route of Object.values(api.routes)) {
      missing(api.origin.path, route.integration?.uri, `the route "${route.routeKey}"`);
      missing(api.origin.path, route.authorizer?.uri, `the authorizer "${route.authorizer?.name ?? ''}"`);
    }
  }
}
