import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../src/package.js';

const root = packageFolder();
const built = join(root, 'dist');

// The compiler writes no execute bit; `npx` needs one in a fresh clone.
chmodSync(join(built, 'src/cli.js'), 0o755);

// The compiler removes nothing: a test whose source is gone would run on.
for (const name of readdirSync(built, { recursive: true, encoding: 'utf8' })) {
  const source = /^(.*)\.js(\.map)?$/.exec(name)?.[1];
  if (source === undefined || existsSync(join(root, `${source}.ts`))) continue;
  rmSync(join(built, name));
  process.stdout.write(`removed dist/${name}\n`);
}
