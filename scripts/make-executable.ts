import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../src/package.js';

/** The compiler writes no execute bit; `npx` needs one in a fresh clone. */
chmodSync(join(packageFolder(), 'dist/src/cli.js'), 0o755);
