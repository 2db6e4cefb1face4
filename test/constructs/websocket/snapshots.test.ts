import { Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { App, Stack } from 'aws-cdk-lib/core';
import { Authorizer, Backend, ConnectionTable, ServerlessWebSocketApi } from '../../../lib';
import { templateSnapshot } from '../../../lib/testing';
import { nagFindings } from '../nag-findings';

expect.addSnapshotSerializer(templateSnapshot());

test('the template of the smallest API', () => {
  expect(Template.fromStack(makeMinimal())).toMatchSnapshot();
});

test('the template of an API with everything', () => {
  expect(Template.fromStack(makeEverything())).toMatchSnapshot();
});

test('cdk-nag finds nothing in what the constructs make', () => {
  expect(nagFindings(makeEverything().node.root)).toEqual([]);
});

test('logical ids are promised: changing one replaces what a user has', () => {
  const ids = Object.keys(Template.fromStack(makeEverything()).toJSON().Resources)
    .map((id) => id.replace(/^(ChatDeployment[0-9A-F]{8})[0-9a-f]{16}$/, '$1<digest>'))
    .sort();
  expect(ids).toMatchInlineSnapshot(`
[
  "ChatAlarmsIntegrationLatencyP99FC066F6F",
  "ChatAlarmsServerErrors45204BD4",
  "ChatApi86739009",
  "ChatAuthorizerD3DBDF3C",
  "ChatBetaAccessLog1ECD7BDB",
  "ChatBetaAlarmsIntegrationLatencyP997C4597BB",
  "ChatBetaAlarmsServerErrorsC1DAC7DB",
  "ChatBetaExecutionLogD7827606",
  "ChatBetaStage3314B4DC",
  "ChatCognitoAuthorizerD9B50633",
  "ChatCognitoAuthorizerLogsAC562DCF",
  "ChatCognitoAuthorizerServiceRoleBE6F6F9E",
  "ChatConnectionKeeperB6FB9098",
  "ChatConnectionKeeperLogs62D80687",
  "ChatConnectionKeeperServiceRole1DB271BE",
  "ChatConnectionKeeperServiceRoleDefaultPolicyCF03848A",
  "ChatConnections36D6FAE4",
  "ChatDashboardBFCD1A4C",
  "ChatDeployment9817E2E1<digest>",
  "ChatFunctionLogs8F8092BF",
  "ChatGoldPlan659F107D",
  "ChatGoldacme8CF871B9",
  "ChatGoldacmeinplanCDEB4894",
  "ChatIntegrationConnectionKeeper5a14f088D4A8780A",
  "ChatIntegrationdefault93BA161C",
  "ChatIntegrationdefaultResponsedefault22B3BD35",
  "ChatIntegrationlambdaorderslist9df6c817991EAE98",
  "ChatIntegrationping09B917AA",
  "ChatIntegrationpingResponsedefaultFDA2E511",
  "ChatInvokeCognitoAuthorizer201fbb3d8F138BE0",
  "ChatInvokeConnectionKeeper5a14f08824DB782D",
  "ChatInvokelambdaorderslist9df6c8178AE23990",
  "ChatModelSendMessageB6465ABD",
  "ChatRouteconnect291A7601",
  "ChatRoutedefault8FADBCA8",
  "ChatRoutedefaultResponseA38D920A",
  "ChatRoutedisconnectD4AD598D",
  "ChatRouteping0561D132",
  "ChatRoutepingResponse6A64E529",
  "ChatRoutesend0E19142B",
  "ChatStage768423FE",
  "ChatStageAccessLogAA121972",
  "ChatStageExecutionLogDFC143DF",
  "Chatlambdaorderslist25CE2B9C",
  "ChatlambdaorderslistServiceRole82755613",
  "ChatlambdaorderslistServiceRoleDefaultPolicyA8735837",
]
`);
});

function makeMinimal(): Stack {
  const stack = makeStack();
  new ServerlessWebSocketApi(stack, 'Chat', { routes: { send: { entry: 'lambda/orders/list.ts' } } });
  return stack;
}

function makeEverything(): Stack {
  const stack = makeStack();
  const chat = new ServerlessWebSocketApi(stack, 'Chat', {
    authorizer: Authorizer.cognito(cognito.UserPool.fromUserPoolId(stack, 'Users', 'us-east-1_Users')),
    connections: ConnectionTable.create({ byUser: true }),
    defaultRoute: { backend: Backend.mock({ body: { message: 'unknown action' } }), reply: true },
    routes: {
      ping: { backend: Backend.mock({ body: { pong: true } }), reply: true },
      send: {
        entry: 'lambda/orders/list.ts',
        requestBody: { type: 'object', required: ['text'] },
        throttle: { rateLimit: 5, burstLimit: 10 },
      },
    },
  });
  chat.addStage('Beta', { name: 'beta' });
  chat.grantManageConnections(chat.route('send'));
  chat.addUsagePlan('Gold').addKey('acme');
  chat.addDashboard({ alarms: chat.addAlarms() });
  return stack;
}

function makeStack(): Stack {
  return new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Stack');
}
