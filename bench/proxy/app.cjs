// node app.cjs OUTDIR: a front door for a server.
'use strict';
const { App, Stack } = require('aws-cdk-lib/core');
const { Authorizer, ProxyApi, Upstream } = require('../../build/lib');

const app = new App({ outdir: process.argv[2] });
new ProxyApi(new Stack(app, 'Bench'), 'Front', {
  upstream: Upstream.url('https://legacy.example.com'),
  authorizer: Authorizer.none(),
  throttle: { rateLimit: 10_000, burstLimit: 5_000 },
});
app.synth();
