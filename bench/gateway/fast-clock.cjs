// node -r fast-clock.cjs …/gatehouse.js: the gateway's clock runs sixty times as fast, so that what it keeps for minutes ends within seconds.
'use strict';
const { systemClock } = require('../../build/lib/gateway/clock');

const SPEED = 60;
const { now, setTimer } = systemClock;
const start = now();
systemClock.now = () => start + (now() - start) * SPEED;
systemClock.setTimer = (run, ms) => setTimer(run, ms / SPEED);
