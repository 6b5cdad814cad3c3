import { execFileSync, spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Writable } from 'node:stream';

const found = new Map<string, boolean>();

/** Whether a tool is on this machine. Where tools are required, a missing one fails the test. */
export function hasTool(tool: string): boolean {
  const isPresent = found.get(tool) ?? spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
  if (!isPresent && process.env.REQUIRE_VERIFIERS === '1') throw new Error(`${tool} is required and missing`);
  if (!isPresent && !found.has(tool)) process.stdout.write(`not checked: ${tool} missing\n`);
  found.set(tool, isPresent);
  return isPresent;
}

/** Reads the zips whose paths come line by line, and says what is wrong with each; it ends with its input. */
const pythonReader = `
import sys, zipfile
for line in sys.stdin:
    try:
        broken = zipfile.ZipFile(line.rstrip('\\n')).testzip()
        print('ok' if broken is None else 'broken: ' + broken, flush=True)
    except Exception as error:
        print('%s: %s' % (type(error).__name__, error), flush=True)
`;

/** One Python reads the zips of a whole test file. It does not keep the test alive. */
let python: ChildProcessByStdio<Writable, Socket, null> | undefined;
let lastAnswer: Promise<unknown> = Promise.resolve();

/** Lets Python read a zip; throws what it complains about. */
export function readWithPython(zip: string): Promise<void> {
  const read = lastAnswer.then(() => askPython(zip));
  lastAnswer = read.catch(() => undefined);
  return read;
}

async function askPython(zip: string): Promise<void> {
  python ??= startPython();
  const { stdin, stdout } = python;
  stdout.ref();
  stdin.write(`${zip}\n`);
  const [answer] = (await Promise.race([once(stdout, 'data'), once(python, 'exit')])) as [string | number];
  stdout.unref();
  if (typeof answer !== 'string') throw new Error(`Python ended with ${answer}.`);
  if (answer.trim() !== 'ok') throw new Error(`Python says of ${zip}: ${answer.trim()}`);
}

function startPython() {
  const child = spawn('python3', ['-c', pythonReader], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdout.setEncoding('utf8');
  child.unref();
  (child.stdin as unknown as Socket).unref();
  return child as unknown as ChildProcessByStdio<Writable, Socket, null>;
}

/** Lets `unzip`, `sha256sum` and Python read a report; throws what they complain about. */
export async function checkWithOutsideTools(zip: string, folder: string): Promise<void> {
  if (hasTool('python3')) await readWithPython(zip);
  if (!hasTool('unzip')) return;
  // Unpacking checks every entry as `unzip -t` does.
  execFileSync('unzip', ['-q', '-o', zip, '-d', folder]);
  const [top] = readdirSync(folder);
  if (top === undefined || !hasTool('sha256sum')) return;
  const lists = ['manifest-sha256.txt', 'tagmanifest-sha256.txt'];
  execFileSync('sha256sum', ['--check', '--strict', '--quiet', ...lists], { cwd: join(folder, top) });
}
