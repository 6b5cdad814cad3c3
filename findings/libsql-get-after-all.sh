#!/usr/bin/env bash
# libsql 0.5.29 (npm): `.get(value)` on a prepared statement on which `.all(otherValue)` ran before answers with the row
# of the value before, without an error. better-sqlite3, whose interface it offers, and node:sqlite answer with the row
# of the value given.
# Seen with Node 20.20.2 on Linux x64: all(1) -> one, get(2) -> one. A fresh statement: get(2) -> two.
# Exit 0: still so. Exit 1: it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund libsql@0.5.29
cat > try.cjs <<'JS'
const Database = require('libsql');
const database = new Database(':memory:');
database.exec("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO people VALUES (1, 'one'), (2, 'two');");
const statement = database.prepare('SELECT name FROM people WHERE id = ?');
const all = statement.all(1).map(({ name }) => name).join();
const shared = statement.get(2).name;
const fresh = database.prepare('SELECT name FROM people WHERE id = ?').get(2).name;
console.log(`all(1) -> ${all}; get(2) on the same statement -> ${shared}; get(2) on a fresh one -> ${fresh}`);
process.exitCode = all === 'one' && shared === 'one' && fresh === 'two' ? 0 : 1;
JS
node try.cjs
