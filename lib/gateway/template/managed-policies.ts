import type { PolicyDocument } from '../model';

/** Policies of AWS itself that say who may call APIs and functions, by the name at the end of their ARN. */
const STATEMENTS: Readonly<Record<string, PolicyDocument['Statement'][number]>> = {
  AdministratorAccess: { Effect: 'Allow', Action: '*', Resource: '*' },
  PowerUserAccess: { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
  AWSLambda_FullAccess: { Effect: 'Allow', Action: 'lambda:*', Resource: '*' },
  'service-role/AWSLambdaRole': { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' },
  AmazonAPIGatewayInvokeFullAccess: {
    Effect: 'Allow',
    Action: ['execute-api:Invoke', 'execute-api:ManageConnections'],
    Resource: 'arn:aws:execute-api:*:*:*',
  },
};

/** The document behind the ARN of a policy of AWS; undefined for those that have no say here. */
export function managedPolicy(arn: string): PolicyDocument | undefined {
  const [, name] = /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  const statement = name !== undefined && Object.hasOwn(STATEMENTS, name) ? STATEMENTS[name] : undefined;
  return statement && { Version: '2012-10-17', Statement: [statement] };
}
