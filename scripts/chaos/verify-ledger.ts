import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';

/** Runs `ledger verify` as an auditor does. What it finds wrong; nothing: valid. */
export function verifyLedger(environment: Record<string, string>): string[] {
  const program = join(packageFolder(), 'dist/src/cli.js');
  const env = { PATH: process.env.PATH, ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'ledger', 'verify'], {
    env,
    encoding: 'utf8',
  });
  return status === 0 ? [] : [`ledger verify: ${stdout}${stderr}`];
}
