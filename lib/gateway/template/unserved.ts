import type { AssemblyModel } from '../model';
import { functionOfUri } from './arns';
import type { Evaluation } from './evaluation';
import { optionalText } from './read';
import type { Report } from './report';

type Model = Omit<AssemblyModel, 'fidelity'>;

/** Resources that have behaviour on AWS and none here. */
const UNSERVED: Readonly<Record<string, readonly ['denies' | 'differs' | 'ignored', string]>> = {
  'AWS::Lambda::Url': ['ignored', 'function URLs are not served'],
  'AWS::Lambda::EventSourceMapping': ['ignored', 'events of queues and streams do not start functions here'],
  'AWS::ApiGateway::DomainNameV2': ['ignored', 'private custom domains are not served'],
  'AWS::AppSync::GraphQLApi': ['ignored', 'GraphQL APIs are not served'],
};

/** Names what of the assembly is not emulated, and what an API needs that is not there. */
export function reportUnserved(evaluation: Evaluation, model: Model, report: Report): void {
  for (const [type, [effect, message]] of Object.entries(UNSERVED)) {
    for (const { origin } of evaluation.resources(type)) report.add(origin.path, effect, message);
  }
  reportTransforms(evaluation, report);
  reportDomains(evaluation, report);
  reportFunctions(model, report);
  reportRoles(model, report);
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

/** Functions that requests reach are denied where they cannot run; the others are none of the gateway's business. */
function reportFunctions(model: Model, report: Report): void {
  const called = new Set<string>();
  for (const { path, uri, what } of callsOf(model)) {
    const arn = uri === undefined ? undefined : functionOfUri(uri)?.arn;
    if (arn === undefined) continue;
    called.add(arn);
    if (arn.includes('${') || model.functions.has(arn)) continue;
    report.add(path, 'denies', `${what} calls the function "${arn}", which is not in the assembly`);
  }
  for (const { arn, origin, unsupported } of model.functions.values()) {
    if (unsupported === undefined) continue;
    report.add(origin.path, called.has(arn) ? 'denies' : 'ignored', `this function cannot run here: ${unsupported}`);
  }
}

/** Of roles whose calls the gateway judges: those of functions. */
function reportRoles(model: Model, report: Report): void {
  const used = new Set([...model.functions.values()].map(({ roleArn }) => roleArn));
  for (const { arn, origin, unknownPolicies = [], unknownBoundary } of model.roles.values()) {
    if (!used.has(arn)) continue;
    for (const policy of unknownPolicies) {
      report.add(
        origin.path,
        'denies',
        `what the policy "${policy}" says is not known: calls of APIs and functions that only it allows are refused`,
      );
    }
    if (unknownBoundary === undefined) continue;
    report.add(
      origin.path,
      'differs',
      `its permissions boundary "${unknownBoundary}" is not known, and limits nothing`,
    );
  }
}

interface Call {
  readonly path: string;
  readonly uri?: string;
  readonly what: string;
}

function callsOf(model: Model): Call[] {
  const rest = model.restApis.flatMap(({ origin: { path }, methods, authorizers }): Call[] => [
    ...methods.map(({ httpMethod, resourcePath, integration: { uri } }) => ({
      path,
      uri,
      what: `${httpMethod} ${resourcePath}`,
    })),
    ...Object.values(authorizers).map(({ uri, name, standIn }) => ({
      path,
      uri: standIn ? undefined : uri,
      what: `the authorizer "${name}"`,
    })),
  ]);
  const webSocket = model.webSocketApis.flatMap(({ origin: { path }, routes }): Call[] =>
    Object.values(routes).flatMap(({ integration, authorizer, routeKey }) => [
      { path, uri: integration?.uri, what: `the route "${routeKey}"` },
      {
        path,
        uri: authorizer?.standIn ? undefined : authorizer?.uri,
        what: `the authorizer "${authorizer?.name ?? ''}"`,
      },
    ]),
  );
  return [...rest, ...webSocket];
}
