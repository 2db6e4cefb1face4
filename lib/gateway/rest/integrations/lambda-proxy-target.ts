import { matchesGlob } from '../../authorizers/policy/glob';
import type { FunctionModel } from '../../model';
import { functionOfUri } from '../../template/arns';
import type { RoutedCall } from '../call';
import { renderStageVariables } from '../mapping/render-uri';
import { Refusal } from '../refusal';

/** The function behind a Lambda integration. */
export interface LambdaTarget {
  readonly arn: string;
  readonly qualifier?: string;
}

/** Finds the function that the integration of a call names, and checks that API Gateway may call it. @throws Refusal */
export function findLambdaTarget(call: RoutedCall): LambdaTarget {
  const { integration } = call.method;
  const uri = renderStageVariables(integration.uri ?? '', call.stageVariables);
  const target = functionOfUri(uri);
  const model = target && call.services.model.functions.get(target.arn);
  if (!target || !model) throw configurationError(`there is no function behind the integration URI "${uri}"`);
  if (integration.credentials === undefined && !mayCall(model, call)) {
    throw new Refusal('INTEGRATION_FAILURE', {
      status: 500,
      message: 'Internal server error',
      reason: `no AWS::Lambda::Permission lets this method of the API call function ${model.name}`,
    });
  }
  return target;
}

export function configurationError(reason: string): Refusal {
  return new Refusal('API_CONFIGURATION_ERROR', { reason });
}

/** A permission may name the path as the resource has it, or as the request does. */
function mayCall({ invokePermissions }: FunctionModel, call: RoutedCall): boolean {
  const { region, accountId } = call.api.origin;
  const prefix = `:execute-api:${region}:${accountId}:${call.api.id}/${call.stage.name}/${call.request.method}`;
  const sources = [call.method.resourcePath, call.path];
  return invokePermissions.some(
    ({ principal, sourceArn }) =>
      principal === 'apigateway.amazonaws.com' &&
      (sourceArn === undefined ||
        sources.some((path) =>
          matchesGlob(sourceArn.replace(/^arn:[^:]*/, ''), `${prefix}${path}`, { ignoreCase: false }),
        )),
  );
}
