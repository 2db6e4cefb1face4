import type { PolicyDocument } from '../model';

type Statement = PolicyDocument['Statement'][number];

/** What policies of AWS itself say of calls of APIs and functions, by the name at the end of their ARN. */
const STATEMENTS: Readonly<Record<string, Statement>> = {
  AdministratorAccess: { Effect: 'Allow', Action: '*', Resource: '*' },
  PowerUserAccess: { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
  AWSDenyAll: { Effect: 'Deny', Action: '*', Resource: '*' },
  AWSLambda_FullAccess: { Effect: 'Allow', Action: 'lambda:*', Resource: '*' },
  AWSLambdaFullAccess: { Effect: 'Allow', Action: 'lambda:*', Resource: '*' },
  'service-role/AWSLambdaRole': { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' },
  'AWSLambdaInvocation-DynamoDB': { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' },
  SecretsManagerReadWrite: {
    Effect: 'Allow',
    Action: 'lambda:InvokeFunction',
    Resource: 'arn:aws:lambda:*:*:function:SecretsManager*',
  },
  AmazonAPIGatewayInvokeFullAccess: {
    Effect: 'Allow',
    Action: ['execute-api:Invoke', 'execute-api:ManageConnections'],
    Resource: 'arn:aws:execute-api:*:*:*',
  },
};

/** Policies of AWS that say nothing of such calls. */
const SILENT: ReadonlySet<string> = new Set([
  'service-role/AWSLambdaBasicExecutionRole',
  'service-role/AWSLambdaVPCAccessExecutionRole',
  'service-role/AWSLambdaENIManagementAccess',
  'service-role/AWSLambdaDynamoDBExecutionRole',
  'service-role/AWSLambdaKinesisExecutionRole',
  'service-role/AWSLambdaMSKExecutionRole',
  'service-role/AWSLambdaSQSQueueExecutionRole',
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs',
  'service-role/AmazonECSTaskExecutionRolePolicy',
  'service-role/AWSAppSyncPushToCloudWatchLogs',
  'AWSLambdaExecute',
  'AWSLambda_ReadOnlyAccess',
  'AWSXRayDaemonWriteAccess',
  'AWSXrayWriteOnlyAccess',
  'AWSStepFunctionsFullAccess',
  'AWSStepFunctionsReadOnlyAccess',
  'AmazonAPIGatewayAdministrator',
  'AmazonDynamoDBFullAccess',
  'AmazonDynamoDBFullAccess_v2',
  'AmazonDynamoDBReadOnlyAccess',
  'AmazonEventBridgeFullAccess',
  'AmazonEventBridgeReadOnlyAccess',
  'AmazonKinesisFullAccess',
  'AmazonKinesisReadOnlyAccess',
  'AmazonRDSDataFullAccess',
  'AmazonRekognitionFullAccess',
  'AmazonS3FullAccess',
  'AmazonS3ReadOnlyAccess',
  'AmazonSESFullAccess',
  'AmazonSNSFullAccess',
  'AmazonSNSReadOnlyAccess',
  'AmazonSQSFullAccess',
  'AmazonSQSReadOnlyAccess',
  'AmazonSSMFullAccess',
  'AmazonSSMReadOnlyAccess',
  'AmazonTextractFullAccess',
  'CloudWatchAgentServerPolicy',
  'CloudWatchLambdaApplicationSignalsExecutionRolePolicy',
  'CloudWatchLambdaInsightsExecutionRolePolicy',
  'CloudWatchLogsFullAccess',
  'IAMFullAccess',
  'IAMReadOnlyAccess',
]);

/** The document behind the ARN of a policy of AWS, as far as it has a say here; undefined for one that is not known. */
export function managedPolicy(arn: string): PolicyDocument | undefined {
  const [, name = ''] = /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  if (SILENT.has(name)) return { Version: '2012-10-17', Statement: [] };
  if (!Object.hasOwn(STATEMENTS, name)) return undefined;
  return { Version: '2012-10-17', Statement: [STATEMENTS[name]] };
}
