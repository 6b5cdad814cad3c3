import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../support/run-cli.js';
import { startInstallation, type Installation } from '../support/start-service.js';

/** The commands of docs/operations.md, "Backup" and "Restore". */
let installation: Installation;
let backup: string;
const hasShell = spawnSync('sqlite3', ['-version']).status === 0;

beforeAll(async () => {
  installation = await startInstallation();
  backup = mkdtempSync(join(tmpdir(), 'dsar-backup-'));
});
afterAll(async () => {
  await installation.close();
  rmSync(backup, { recursive: true, force: true });
});

test('a backup taken while the service runs restores what it held, and is known to be older than the heads', async () => {
  if (!hasShell) {
    process.stdout.write('NOT CHECKED, because sqlite3 is not installed: backup and restore\n');
    return;
  }
  const { dataDir, service } = installation;
  await service.ledger.record('default', 'connection.changed', { what: 'before' });
  const copy = join(backup, 'database.sqlite');
  execFileSync('sqlite3', [join(dataDir, 'database.sqlite'), `VACUUM INTO '${copy}'`]);
  cpSync(join(dataDir, 'ledger'), join(backup, 'ledger'), { recursive: true });
  await service.ledger.record('default', 'connection.changed', { what: 'after' });

  const restored = join(backup, 'restored');
  mkdirSync(restored);
  cpSync(join(dataDir, 'ledger'), join(restored, 'ledger'), { recursive: true });
  writeFileSync(join(restored, 'database.sqlite'), 'damaged'.repeat(1_000));
  expect((await runCli(['ledger', 'verify'], { DSAR_DATA_DIR: restored })).code).toBe(1);
  cpSync(copy, join(restored, 'database.sqlite'));
  const older = await runCli(['ledger', 'verify'], { DSAR_DATA_DIR: restored });
  expect([older.code, older.stdout]).toEqual([1, expect.stringContaining('invalid')]);
  rmSync(join(restored, 'ledger'), { recursive: true });
  cpSync(join(backup, 'ledger'), join(restored, 'ledger'), { recursive: true });
  expect(await runCli(['ledger', 'verify'], { DSAR_DATA_DIR: restored })).toMatchObject({
    code: 0,
    stderr: '',
  });
});
