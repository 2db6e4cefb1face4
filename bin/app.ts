// The demo. `npm start` serves it on localhost, `npx cdk deploy --all` puts it on AWS.
import { App } from 'aws-cdk-lib/core';
import { addDemo } from './demo';

const app = new App();
addDemo(app);
app.synth();
