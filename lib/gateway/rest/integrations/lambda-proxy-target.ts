import { matchesGlob } from '../../authorizers/policy/glob';
import type { FunctionModel, Origin, RestMethodModel, RestStageModel } from '../../model';
import type { GatewayServices } from '../../services';
import { functionOfUri } from '../../template/arns';
import type { RoutedCall } from '../call';
import { renderStageVariables } from '../mapping/render-uri';
import { Refusal } from '../refusal';

/** The function behind a Lambda integration. */
export interface LambdaTarget {
  readonly arn: string;
  readonly qualifier?: string;
}

interface Settled {
  readonly verb: string;
  readonly stage: RestStageModel;
  readonly target: LambdaTarget;
}

/** What holds for every call of a method, so that it is found out once. */
const settled = new WeakMap<RestMethodModel, Settled>();

/** Finds the function that the integration of a call names, and checks that API Gateway may call it. @throws Refusal */
export function findLambdaTarget(call: RoutedCall): LambdaTarget {
  const { method, stage, request } = call;
  const verb = request.method;
  const known = settled.get(method);
  if (known?.verb === verb && known.stage === stage) return known.target;
  const { uri = '', credentials } = method.integration;
  const rendered = renderStageVariables(uri, call.stageVariables);
  // A permission may name the path as the resource has it, or as the request does.
  const [byResource, byPath] = [method.resourcePath, call.path].map((path) => `${verb}${path}`);
  const target = findFunction(call, { uri: rendered, credentials, sources: [byResource, byPath] });
  const model = call.services.model.functions.get(target.arn);
  const isSettled =
    rendered === uri && model && (credentials !== undefined || mayCall(model, [sourceOf(call, byResource)]));
  if (isSettled) settled.set(method, { verb, stage, target });
  return target;
}

/** An integration that calls a function. */
export interface FunctionIntegration {
  /** With stage variables put in. */
  readonly uri: string;
  /** A role in place of a permission. */
  readonly credentials?: string;
  /** What a permission may name behind the stage: `GET/orders`, `$connect`. */
  readonly sources: readonly string[];
}

/** Finds the function of an integration of any kind of API. @throws Refusal */
export function findFunction(
  call: {
    readonly services: Pick<GatewayServices, 'model' | 'functions'>;
    readonly api: { readonly id: string; readonly origin: Origin };
    readonly stage: { readonly name: string };
  },
  { uri, credentials, sources }: FunctionIntegration,
): LambdaTarget {
  const target = functionOfUri(uri);
  const model = target && call.services.model.functions.get(target.arn);
  if (target && !model && call.services.functions.standsInFor?.(target.arn)) return target;
  if (!target || !model) throw configurationError(`there is no function behind the integration URI "${uri}"`);
  const arns = sources.map((source) => sourceOf(call, source));
  if (credentials === undefined && !mayCall(model, arns)) {
    throw new Refusal('INTEGRATION_FAILURE', {
      status: 500,
      message: 'Internal server error',
      reason: `no AWS::Lambda::Permission lets "${sources[0]}" of the API call function ${model.name}`,
    });
  }
  return target;
}

/** Without partition. */
function sourceOf(
  {
    api,
    stage,
  }: { readonly api: { readonly id: string; readonly origin: Origin }; readonly stage: { readonly name: string } },
  source: string,
): string {
  const { region, accountId } = api.origin;
  return `:execute-api:${region}:${accountId}:${api.id}/${stage.name}/${source}`;
}

export function configurationError(reason: string): Refusal {
  return new Refusal('API_CONFIGURATION_ERROR', { reason });
}

/** @param arns without partition */
function mayCall({ invokePermissions }: FunctionModel, arns: readonly string[]): boolean {
  return invokePermissions.some(
    ({ principal, sourceArn }) =>
      principal === 'apigateway.amazonaws.com' &&
      (sourceArn === undefined ||
        arns.some((arn) => matchesGlob(sourceArn.replace(/^arn:[^:]*/, ''), arn, { ignoreCase: false }))),
  );
}
