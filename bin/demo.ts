import type { App } from 'aws-cdk-lib/core';
import { FoundationStack } from './foundation-stack';
import { FrontStack } from './front-stack';
import { OrdersStack } from './orders-stack';
import { PagesStack } from './pages-stack';
import { ShopStack } from './shop-stack';

/** The stacks of the demo. */
export interface Demo {
  readonly orders: OrdersStack;
  readonly shop: ShopStack;
  readonly pages?: PagesStack;
  readonly front: FrontStack;
}

/** Adds the demo to an app. */
export function addDemo(app: App): Demo {
  const { users } = new FoundationStack(app, 'Foundation');
  const orders = new OrdersStack(app, 'Orders', { users });
  const shop = new ShopStack(app, 'Shop', { users });
  const pages = orders.live && new PagesStack(app, 'Pages', { socketUrl: orders.live.api.url });
  const front = new FrontStack(app, 'Front', { users });
  return { orders, shop, pages, front };
}
