// The demo. `npm start` serves it on localhost, `npx cdk deploy --all` puts it on AWS.
import { App } from 'aws-cdk-lib/core';
import { OrdersStack } from './orders-stack';
import { ShopStack } from './shop-stack';

const app = new App();
new OrdersStack(app, 'Orders');
new ShopStack(app, 'Shop');
app.synth();
