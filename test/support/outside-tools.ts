import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const told = new Set<string>();

/** Whether a tool is on this machine. Where tools are required, a missing one fails the test. */
export function hasTool(tool: string): boolean {
  const isPresent = spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
  if (isPresent) return true;
  if (process.env.REQUIRE_VERIFIERS === '1') throw new Error(`${tool} is required and missing`);
  if (!told.has(tool)) process.stdout.write(`not checked: ${tool} missing\n`);
  told.add(tool);
  return false;
}

const pythonCheck = 'import sys, zipfile; sys.exit(1 if zipfile.ZipFile(sys.argv[1]).testzip() else 0)';

/** Lets `unzip`, `sha256sum` and Python read a report; throws what they complain about. */
export function checkWithOutsideTools(zip: string, folder: string): void {
  if (hasTool('python3')) execFileSync('python3', ['-c', pythonCheck, zip]);
  if (!hasTool('unzip')) return;
  execFileSync('unzip', ['-t', '-q', zip]);
  execFileSync('unzip', ['-q', '-o', zip, '-d', folder]);
  const [top] = readdirSync(folder);
  if (top === undefined || !hasTool('sha256sum')) return;
  for (const list of ['manifest-sha256.txt', 'tagmanifest-sha256.txt'])
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', list], { cwd: join(folder, top) });
}
