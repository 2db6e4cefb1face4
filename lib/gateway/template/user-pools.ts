import type { RestApiModel, UserPoolModel } from '../model';
import type { Evaluation } from './evaluation';
import { optionalText, text, texts } from './read';
import type { Report } from './report';
import { inventMixedId } from './invented';

type Client = UserPoolModel['clients'][number];

/** User pools of the assembly, and those of elsewhere that its authorizers name. */
export function readUserPools(
  evaluation: Evaluation,
  restApis: readonly RestApiModel[],
  report: Report,
): UserPoolModel[] {
  const clients = readClients(evaluation, report);
  const pools = new Map<string, UserPoolModel>();
  for (const pool of evaluation.resources('AWS::Cognito::UserPool')) {
    report.faults.attempt(pool.origin.path, () => {
      const arn = pool.attribute('Arn');
      const issuer = pool.attribute('ProviderURL');
      // An id that the user gave is that of a pool in AWS, whose own keys have signed the tokens.
      const invented = `${pool.origin.region}_${inventMixedId(`${pool.stack.key}\n${pool.origin.logicalId}`, 9)}`;
      const local = pool.ref === invented;
      const id = pool.ref;
      const known = local ? { arn, issuer } : addressesOf(id, arn);
      pools.set(known.arn, { origin: pool.origin, id, ...known, clients: clients.get(id) ?? [], local });
    });
  }
  for (const api of restApis) {
    for (const authorizer of Object.values(api.authorizers)) {
      for (const arn of authorizer.providerArns) {
        const id = arn.split('/')[1];
        if (pools.has(arn) || id === undefined) continue;
        const { issuer } = addressesOf(id, arn);
        pools.set(arn, { origin: api.origin, id, arn, issuer, clients: [], local: false });
      }
    }
  }
  return [...pools.values()];
}

function addressesOf(id: string, arn: string): { arn: string; issuer: string } {
  const region = id.slice(0, id.indexOf('_'));
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    arn: arn.replace(/userpool\/.*$/, `userpool/${id}`),
    issuer: `https://cognito-idp.${region}.${suffix}/${id}`,
  };
}

function readClients(evaluation: Evaluation, report: Report): ReadonlyMap<string, readonly Client[]> {
  const clients = new Map<string, Client[]>();
  for (const client of evaluation.resources('AWS::Cognito::UserPoolClient')) {
    report.faults.attempt(client.origin.path, () => {
      const pool = text(client.properties, 'UserPoolId');
      const name = optionalText(client.properties, 'ClientName') ?? client.origin.logicalId;
      const entry = { id: client.ref, name, scopes: texts(client.properties, 'AllowedOAuthScopes') };
      clients.set(pool, [...(clients.get(pool) ?? []), entry]);
    });
  }
  return clients;
}
