import type { ApiDraft } from '../rest/draft';
import type { Properties } from '../read';
import type { Report } from '../report';

/** One import under way: the document, what it becomes, and where its warnings go. */
export interface Import {
  readonly document: Properties;
  readonly draft: ApiDraft;
  readonly report: Report;
  /** Construct path of the API. */
  readonly path: string;
  readonly failOnWarnings: boolean;
  /** Ids of authorizers by the name of their security scheme. */
  readonly authorizerIds: Map<string, string>;
  /** Ids of validators by their name. */
  readonly validatorIds: Map<string, string>;
  /** Models that the import makes of schemas without a name, by their text. */
  readonly inlineModels: Map<string, string>;
}

/** Something that the import drops; with `FailOnWarnings` it refuses the whole document. */
export function warn(imported: Import, place: string, message: string): void {
  const text = `${place}: ${message}`;
  if (imported.failOnWarnings) imported.report.faults.add(imported.path, `Warnings found during import: ${text}`);
  else imported.report.add(imported.path, 'differs', `the import drops a part of the body: ${text}`);
}
