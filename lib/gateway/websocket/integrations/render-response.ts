import type { Overrides } from '../../mapping';
import type { WebSocketIntegrationResponseModel } from '../../model';
import type { BackendAnswer } from '../../rest/integrations/custom-response';
import { bytesOf, textOf } from '../../rest/mapping/content-handling';
import { matchesWhole } from '../../rest/mapping/java-pattern';
import { mapResponseParameters } from '../../rest/mapping/response-parameters';
import { Refusal } from '../../rest/refusal';
import { OperationError } from '../../vtl';
import type { RoutedCall } from '../call';
import { JsonBody } from '../selection/json-body';
import type { BackendResult } from './integration';
import { chooseTemplate, renderTemplate } from './request-template';

/** What a backend answered, and what it means for a handshake. */
export interface CustomAnswer extends BackendAnswer {
  readonly status: number;
}

/** Selection, parameters, template: without an integration response a client gets nothing. @throws Refusal */
export function renderResponse(input: RoutedCall, answer: CustomAnswer, overrides: Overrides): BackendResult {
  const { call, context } = input;
  const { status, report } = answer;
  const selected = selectResponse(input.integration.responses, answer.selection);
  if (!selected) return { status, headers: answer.headers, report };
  const mapped = mapResponseParameters(selected.responseParameters, {
    headers: answer.headers,
    headerNames: 'any case',
    body: answer.body,
    stageVariables: call.stage.variables,
    context,
  });
  const isEncoded = selected.contentHandling === 'CONVERT_TO_TEXT';
  const text = isEncoded ? bytesOf(answer.body).toString('base64') : textOf(answer.body);
  const template = chooseTemplate(selected.responseTemplates, selected.templateSelectionExpression, {
    response: { headers: answer.headers, body: new JsonBody(text) },
    context,
    stageVariables: call.stage.variables,
  });
  if (template !== undefined) call.trace?.push({ stage: 'integration response', text: `template: ${template}` });
  const reply = template === undefined ? text : renderTemplate(template, input, text, overrides).output;
  call.trace?.push({ stage: 'integration response', text: `response "${selected.key}": ${reply}` });
  return { status, headers: [...answer.headers, ...mapped], reply, report };
}

/** The response whose pattern matches the whole text, else the one for everything else. @throws Refusal */
export function selectResponse(
  responses: readonly WebSocketIntegrationResponseModel[],
  text: string,
): WebSocketIntegrationResponseModel | undefined {
  const isMatch = ({ key }: WebSocketIntegrationResponseModel) => key !== '$default' && matchesKey(key, text);
  return responses.find(isMatch) ?? responses.find(({ key }) => key === '$default');
}

/** `/pattern/`. */
function matchesKey(key: string, text: string): boolean {
  try {
    return matchesWhole(key.slice(1, -1), text);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    throw new Refusal('API_CONFIGURATION_ERROR', { reason: `the integration response "${key}": ${error.message}` });
  }
}
