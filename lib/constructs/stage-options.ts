import { type CanaryOptions, findCanaryFaults } from './canary';
import { findVariableFaults } from './stage-variables';

/** The stage of an API: where it is published, and the first segment of its URL. */
export interface StageOptions {
  /**
   * Name of the stage: letters, digits, "-" and "_".
   *
   * @default 'prod'
   */
  readonly name?: string;

  /**
   * Description of the stage.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Values that integrations and templates may refer to as `stageVariables.NAME`.
   *
   * @default - none
   */
  readonly variables?: { readonly [name: string]: string };

  /**
   * A part of the requests that tries the API as it is now, while the API as it was answers the others.
   *
   * @default - every change is for all requests
   */
  readonly canary?: CanaryOptions;

  /**
   * Whether deployments stay when others take their places, so that the stage can be set back to them by hand.
   *
   * @default false
   */
  readonly retainDeployments?: boolean;
}

/** What is wrong with the options; nothing if they are good. */
export function findStageFaults({ name, variables = {}, canary }: StageOptions): string[] {
  const faults = [...findVariableFaults('stage.variables', variables), ...(canary ? findCanaryFaults(canary) : [])];
  if (name !== undefined && !/^[A-Za-z0-9_-]{1,128}$/.test(name)) {
    faults.push(`stage.name must be 1 to 128 letters, digits, "-" or "_", and literal, got "${name}"`);
  }
  return faults;
}
