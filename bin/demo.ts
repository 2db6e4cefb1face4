import { App } from 'aws-cdk-lib/core';
import { OrdersStack } from './orders-stack';
import { ShopStack } from './shop-stack';

/** Adds the stacks of the demo to an app. */
export function addDemo(app: App): { orders: OrdersStack; shop: ShopStack } {
  return { orders: new OrdersStack(app, 'Orders'), shop: new ShopStack(app, 'Shop') };
}
