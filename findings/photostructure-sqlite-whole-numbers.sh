#!/usr/bin/env bash
# @photostructure/sqlite 1.2.1 (npm, the interface of node:sqlite): a whole number of JavaScript is bound as INTEGER up to
# 2^31 - 1 and as REAL from there on, so that the same statement divides whole numbers for one value and fractions for
# the next, and a column without a type keeps a REAL. A bigint is always bound as INTEGER.
# Seen with Node 20.20.2: number 2147483647: integer, half 1073741823; number 2147483649: real, half 1073741824.5; bigint
# 2147483649: integer, half 1073741824.
# Exit 0: still so. Exit 1: it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @photostructure/sqlite@1.2.1
cat > try.mjs <<'JS'
import { DatabaseSync } from '@photostructure/sqlite';
const database = new DatabaseSync(':memory:');
const read = (value) => database.prepare('SELECT typeof(?1) AS type, ?1 / 2 AS half').get(value);
const seen = [2 ** 31 - 1, 2 ** 31 + 1, 2n ** 31n + 1n].map((value) => ({ value, ...read(value) }));
for (const { value, type, half } of seen) console.log(`${typeof value} ${value}: ${type}, half ${half}`);
const [small, large, big] = seen;
const isSo = small.type === 'integer' && large.type === 'real' && large.half % 1 === 0.5 && big.type === 'integer';
process.exit(isSo ? 0 : 1);
JS
node try.mjs
