#!/usr/bin/env bash
# bottleneck 2.19.5 (npm): jobs are planned by the wall clock, also with `minTime: 0`. A clock that is set back by three
# seconds after a job holds the next one for these three seconds, although nothing but the date has changed; an hour is an
# hour. No option takes a monotonic clock.
# Seen with Node 20.20.2: after a step back by 3,000 ms the next job of an idle limiter waited 2,996 ms.
# Exit 0: still so. Exit 1: it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund bottleneck@2.19.5
cat > try.mjs <<'JS'
import Bottleneck from 'bottleneck';
const wallClock = Date.now;
let shift = 0;
Date.now = () => wallClock() + shift;
const limiter = new Bottleneck({ minTime: 0, maxConcurrent: 5 });
const job = async () => undefined;
await limiter.schedule(job);
shift = -3_000;
const start = performance.now();
await limiter.schedule(job);
const waited = Math.round(performance.now() - start);
console.log(`after a step back by 3,000 ms the next job waited ${waited} ms`);
process.exit(waited > 2_500 && waited < 4_000 ? 0 : 1);
JS
node try.mjs
