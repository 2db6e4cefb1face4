import type { DomainMapping } from '../model';
import type { Evaluation } from './evaluation';
import { optionalText, text } from './read';
import type { Report } from './report';

/** Base paths of custom domains, of both generations of the service. */
export function readDomains(evaluation: Evaluation, report: Report): DomainMapping[] {
  const mappings: DomainMapping[] = [];
  for (const { origin, properties } of evaluation.resources('AWS::ApiGateway::BasePathMapping')) {
    report.faults.attempt(origin.path, () => {
      const stage = optionalText(properties, 'Stage');
      const apiId = optionalText(properties, 'RestApiId');
      if (stage === undefined || apiId === undefined) {
        report.add(origin.path, 'denies', 'a base path mapping without an API and a stage is not served');
        return;
      }
      const basePath = trimPath(optionalText(properties, 'BasePath') ?? '');
      mappings.push({ domainName: text(properties, 'DomainName'), basePath, apiId, stage });
    });
  }
  for (const { origin, properties } of evaluation.resources('AWS::ApiGatewayV2::ApiMapping')) {
    report.faults.attempt(origin.path, () => {
      mappings.push({
        domainName: text(properties, 'DomainName'),
        basePath: trimPath(optionalText(properties, 'ApiMappingKey') ?? ''),
        apiId: text(properties, 'ApiId'),
        stage: text(properties, 'Stage'),
      });
    });
  }
  return mappings;
}

function trimPath(path: string): string {
  return path === '(none)' ? '' : path.replace(/^\/+|\/+$/g, '');
}
