import { AssemblyError } from '../errors';
import type { AssemblyModel } from '../model';
import { readApiKeys, readUsagePlans } from './access';
import { readStacks } from './assembly';
import { readDomains } from './domains';
import { Evaluation } from './evaluation';
import { Faults } from './faults';
import { readFunctions } from './functions';
import { reportUnserved } from './unserved';
import type { LoadOptions } from './options';
import { checkReferences } from './references';
import { Report } from './report';
import { readRestApis } from './rest/rest-apis';
import { readRoles } from './roles';
import { standInForAuthorizers } from './stand-ins';
import { readTables } from './tables';
import { readUserPools } from './user-pools';
import { readWebSocketApis } from './web-socket/web-socket-apis';

/**
 * Reads a cloud assembly, whoever synthesized it, into plain data.
 *
 * @throws GatewayError when there is no assembly, or context is missing in it
 * @throws AssemblyError with all faults of all definitions at once
 */
export function loadAssembly(directory: string, options: LoadOptions = {}): AssemblyModel {
  const report = new Report(new Faults());
  const evaluation = new Evaluation(readStacks(directory, options), options, report.faults);
  const read = <T>(fallback: T, reader: () => T): T => report.faults.attempt(directory, reader) ?? fallback;
  const restApis = read([], () => readRestApis(evaluation, report));
  const whole = {
    restApis,
    webSocketApis: read([], () => readWebSocketApis(evaluation, report)),
    functions: read<AssemblyModel['functions']>(new Map(), () => readFunctions(evaluation, options, report)),
    tables: read([], () => readTables(evaluation, report)),
    userPools: read([], () => readUserPools(evaluation, restApis, report)),
    roles: read<AssemblyModel['roles']>(new Map(), () => readRoles(evaluation, report)),
    apiKeys: read([], () => readApiKeys(evaluation, report)),
    usagePlans: read([], () => readUsagePlans(evaluation, report)),
    domains: read([], () => readDomains(evaluation, report)),
  };
  const model = standInForAuthorizers(whole, options.authorizers ?? {}, report);
  if (report.faults.all.length === 0) read(undefined, () => checkReferences(evaluation, model, report));
  read(undefined, () => reportUnserved(evaluation, model, report));
  if (report.faults.all.length > 0) throw new AssemblyError(directory, report.faults.all);
  return { ...model, fidelity: report.fidelity };
}
