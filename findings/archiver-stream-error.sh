#!/usr/bin/env bash
# archiver 8.0.0 (npm): the error of a stream that was given to `append` does not reach the archive. It emits neither
# `error` nor `warning`; whoever waits for the zip alone is not told that an entry could not be read.
# Seen with Node 20.20.2: error events 0, warnings 0, the stream's own error "cannot be read" only at the stream, and
# after 3 s the archive has neither ended nor failed.
# Exit 0: still so. Exit 1: it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund archiver@8.0.0
cat > try.mjs <<'JS'
import { Readable } from 'node:stream';
import { ZipArchive } from 'archiver';
const archive = new ZipArchive();
const seen = { error: 0, warning: 0, end: 0 };
for (const name of Object.keys(seen)) archive.on(name, () => (seen[name] += 1));
archive.resume();
let own = 'none';
const source = new Readable({ read() { this.destroy(new Error('cannot be read')); } });
source.on('error', ({ message }) => (own = message));
archive.append(source, { name: 'file.bin' });
void archive.finalize().catch(() => undefined);
setTimeout(() => {
  console.log(`at the stream: ${own}; at the archive after 3 s: ${JSON.stringify(seen)}`);
  process.exit(own === 'cannot be read' && seen.error === 0 && seen.warning === 0 && seen.end === 0 ? 0 : 1);
}, 3_000);
JS
node try.mjs
