import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { RequestValue } from '../../request-value';
import type { IBackend } from '../backend-config';
import { allow } from '../service-role';
import { jsonResponses } from '../service-responses';
import { escapeInJson, renderJsonExpression, renderJsonString } from '../template-escapes';
import { renderJsonTemplate } from '../template-text';
import { ServiceBackend } from './service-backend';
import { checkOptions } from '../../shape/shape';
import { START_EXECUTION_OPTIONS, START_SYNC_EXECUTION_OPTIONS } from '../../shape/service-shapes';

/** An execution that is waited for. */
export interface StartSyncExecutionOptions {
  /**
   * Input of the execution: an object, in which values of the request may stand.
   *
   * @default - the JSON body of the request
   */
  readonly input?: any;

  /**
   * Status codes for executions that failed with an error of this name: `{ OrderNotFound: 404 }`. The cause is never
   * shown.
   *
   * @default - 502 for every error
   */
  readonly errors?: { readonly [error: string]: number };
}

/** An execution that is not waited for. */
export interface StartExecutionOptions {
  /**
   * Input of the execution: an object, in which values of the request may stand.
   *
   * @default - the JSON body of the request
   */
  readonly input?: any;

  /**
   * Name of the execution. A name that was used before is answered by 409.
   *
   * @default - Step Functions names it
   */
  readonly name?: RequestValue;
}

/** State machines as backends. */
export class StepFunctionsBackend {
  /** Starts an execution, and answers 202. */
  public static startExecution(stateMachine: sfn.IStateMachine, options: StartExecutionOptions = {}): IBackend {
    checkOptions('StepFunctionsBackend.startExecution', options, START_EXECUTION_OPTIONS);
    return new ServiceBackend(() => ({
      service: 'states',
      region: stateMachine.env.region,
      target: 'action/StartExecution',
      template: renderTemplate(stateMachine, options.input, options.name),
      responses: jsonResponses(202, `{"startDate":$input.json('$.startDate')}`),
      statements: [allow('states:StartExecution', stateMachine.stateMachineArn)],
    }));
  }

  /** Runs an execution of an express state machine, and answers with its output. */
  public static startSyncExecution(stateMachine: sfn.IStateMachine, options: StartSyncExecutionOptions = {}): IBackend {
    checkOptions('StepFunctionsBackend.startSyncExecution', options, START_SYNC_EXECUTION_OPTIONS);
    return new ServiceBackend(() => {
      const { stateMachineType } = stateMachine as sfn.StateMachine;
      if (stateMachineType === sfn.StateMachineType.STANDARD) {
        throw new Error(
          `"${stateMachine.node.path}" is of the type STANDARD, which answers nobody: only EXPRESS ones are waited for`,
        );
      }
      return {
        service: 'states',
        region: stateMachine.env.region,
        target: 'action/StartSyncExecution',
        template: renderTemplate(stateMachine, options.input),
        responses: jsonResponses(200, renderSyncResult(options.errors ?? {})),
        statements: [allow('states:StartSyncExecution', stateMachine.stateMachineArn)],
      };
    });
  }

  private constructor() {}
}

function renderTemplate(stateMachine: sfn.IStateMachine, input: unknown, name?: RequestValue): string {
  const [prelude, expression] =
    input === undefined ? ['', `$input.json('$')`] : [`#set($in=${renderJsonExpression(input)})`, '$in'];
  const members = [
    `"stateMachineArn":${renderJsonTemplate(stateMachine.stateMachineArn)}`,
    `"input":"${escapeInJson(expression)}"`,
    ...(name ? [`"name":${renderJsonString(name)}`] : []),
  ];
  return `${prelude}{${members.join(',')}}`;
}

/** The service answers 200 even when the execution failed. */
function renderSyncResult(errors: Readonly<Record<string, number>>): string {
  const branches = Object.entries(errors).map(([error, status]) => {
    if (!/^[A-Za-z0-9_.]+$/.test(error))
      throw new Error(`errors has the name "${error}", allowed are letters, digits, "_" and "."`);
    const body = JSON.stringify({ error });
    return `#elseif($input.path('$.error')=="${error}")#set($context.responseOverride.status=${status})${body}`;
  });
  return [
    `#set($s=$input.path('$.status'))#if($s=="SUCCEEDED")$input.path('$.output')`,
    '#elseif($s=="TIMED_OUT")#set($context.responseOverride.status=504){"message":"Gateway timeout"}',
    ...branches,
    '#{else}#set($context.responseOverride.status=502){"message":"Execution failed"}#end',
  ].join('');
}
