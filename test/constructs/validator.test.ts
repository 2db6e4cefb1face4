import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { type App, Stack } from 'aws-cdk-lib/core';
import { Backend, ConnectionTable, ProxyApi, ServerlessWebSocketApi } from '../../lib';
import { makeEverything } from './apis';
import { LEGACY } from './proxy/fixtures';

/** Off in all other tests, whose syntheses it would make ten times as long. */
test('the validator of CDK finds nothing in what is made here, and is silent (aws-cdk #38614, #38425)', () => {
  const app = makeEverything().node.root as App;
  const chat = new ServerlessWebSocketApi(new Stack(app, 'Messages'), 'Chat', {
    connections: ConnectionTable.create({ byUser: true }),
    routes: { send: { backend: Backend.mock(), requestBody: { type: 'object' }, reply: true } },
  });
  chat.addDashboard({ alarms: chat.addAlarms() });
  new ProxyApi(new Stack(app, 'Before'), 'Front', { upstream: LEGACY });
  const wrong = new apigateway.CfnStage(new Stack(app, 'Wrong'), 'Stage', { restApiId: 'a' });
  wrong.addPropertyOverride('TracingEnabled', 'perhaps');
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  process.env.CDK_VALIDATION = 'true';
  try {
    const { directory } = app.synth();
    const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
    const places = pluginReports
      .flatMap(({ violations }: any) => violations)
      .flatMap(({ ruleName, violatingConstructs }: any) =>
        violatingConstructs.map(({ constructPath }: any) => `${ruleName} ${constructPath}`),
      );
    expect(places).toEqual(['F3012 Wrong/Stage']);
  } finally {
    process.env.CDK_VALIDATION = 'false';
    said.mockRestore();
  }
}, 120_000);
