import type { AssemblyModel } from '../model';
import type { Evaluation } from './evaluation';
import { optionalText } from './read';
import type { Report } from './report';

type Model = Omit<AssemblyModel, 'fidelity'>;

/** Plans and base paths must name stages that exist, where the API stands in the assembly. */
export function checkReferences(evaluation: Evaluation, model: Model, report: Report): void {
  const stages = new Map(
    [...model.restApis, ...model.webSocketApis].map((api) => [api.id, api.stages.map(({ name }) => name)]),
  );
  const isMissing = (apiId: string, stage: string): boolean => stages.get(apiId)?.includes(stage) === false;
  for (const plan of model.usagePlans) {
    for (const { apiId, stage } of plan.stages) {
      if (!isMissing(apiId, stage)) continue;
      report.faults.add(
        plan.origin.path,
        `Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${plan.name}`,
      );
    }
  }
  for (const { origin, properties } of evaluation.resources('AWS::ApiGateway::BasePathMapping')) {
    const stage = optionalText(properties, 'Stage');
    if (stage === undefined || !isMissing(optionalText(properties, 'RestApiId') ?? '', stage)) continue;
    report.faults.add(origin.path, `Invalid stage identifier specified: "${stage}"`);
  }
}
