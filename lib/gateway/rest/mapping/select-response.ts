import type { RestIntegrationResponseModel } from '../../model';
import { OperationError } from '../../vtl';
import { Refusal } from '../refusal';
import { matchesWhole } from './java-pattern';

/**
 * The integration response for a status, or for the error message of a function: the first whose pattern matches the
 * whole text, else the one without a pattern.
 * @throws Refusal when there is none
 */
export function selectResponse(
  responses: readonly RestIntegrationResponseModel[],
  text: string,
): RestIntegrationResponseModel {
  const selected =
    responses.find(({ selectionPattern }) => selectionPattern && matchesPattern(selectionPattern, text)) ??
    responses.find(({ selectionPattern }) => !selectionPattern);
  if (selected) return selected;
  throw new Refusal('API_CONFIGURATION_ERROR', {
    reason: `no integration response matches "${text}", and none is the default: add one without a selection pattern`,
  });
}

function matchesPattern(pattern: string, text: string): boolean {
  try {
    return matchesWhole(pattern, text);
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    throw new Refusal('API_CONFIGURATION_ERROR', { reason: `the selection pattern "${pattern}": ${error.message}` });
  }
}
