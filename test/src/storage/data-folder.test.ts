import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../src/errors.js';
import { packageFolder } from '../../../src/package.js';
import { openDataFolder } from '../../../src/files/data-folder.js';
import { lockDataFolder } from '../../../src/storage/lock-data-folder.js';
import { runBuilt } from '../../support/run-built.js';
import { reportFileIn, requestFolderIn } from '../../support/data-paths.js';

let parent: string;
let path: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'dsar-folder-'));
  path = join(parent, 'data');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(parent, { recursive: true, force: true });
});

const modeOf = (file: string) => statSync(file).mode & 0o777;
const refusalOf = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error as AppError;
  }
  throw new Error('It was not refused.');
};

describe('the data folder', () => {
  test('is made with its parents, for its user alone', () => {
    const folder = openDataFolder(join(path, 'deep'));
    for (const part of ['', 'requests', 'reports']) expect(modeOf(join(path, 'deep', part))).toBe(0o700);
    expect(requestFolderIn(folder, 'x')).toBe(join(path, 'deep', 'requests', 'x'));
    expect(reportFileIn(folder, 'x')).toBe(join(path, 'deep', 'reports', 'x.zip'));
    expect(folder.database).toBe(join(path, 'deep', 'database.sqlite'));
  });

  test('that others could read is closed to them', () => {
    mkdirSync(path, { mode: 0o755 });
    chmodSync(path, 0o755);
    openDataFolder(path);
    expect(modeOf(path)).toBe(0o700);
  });

  test('is opened twice without complaint, and whatever the umask', () => {
    openDataFolder(path);
    writeFileSync(join(path, 'reports', 'x.zip'), 'x');
    openDataFolder(path);
    expect(existsSync(join(path, 'reports', 'x.zip'))).toBe(true);
    const script = `
      process.umask(0);
      const { openDataFolder } = await load('src/files/data-folder.js');
      print(openDataFolder(input + '/loose').path);
    `;
    expect(modeOf(String(runBuilt(script, {}, parent)))).toBe(0o700);
    expect(modeOf(join(parent, 'loose', 'reports'))).toBe(0o700);
  });

  test('a relative folder is told by its whole path', () => {
    expect(openDataFolder(join(path, '..', 'data')).path).toBe(path);
  });

  test.each([
    ['a file is in its place', () => writeFileSync(path, 'x'), () => path],
    ['a file is in the way', () => writeFileSync(path, 'x'), () => join(path, 'deeper')],
    ['its parent takes no folders', () => undefined, () => '/sys/dsar'],
  ])('%s: a clear error that names the folder', (_name, prepare, folder) => {
    prepare();
    const { message, code } = refusalOf(() => openDataFolder(folder()));
    expect(message).toContain(folder());
    expect(code).toBe('folder_not_writable');
  });
});

/** A process that takes the folder and keeps it until it is killed. */
async function holdElsewhere(purpose: string, address?: string): Promise<ChildProcess> {
  const script = `
    const { openDataFolder } = await import(${JSON.stringify(`file://${packageFolder()}/dist/src/files/data-folder.js`)});
    const { lockDataFolder } = await import(${JSON.stringify(`file://${packageFolder()}/dist/src/storage/lock-data-folder.js`)});
    const lock = lockDataFolder(openDataFolder(${JSON.stringify(path)}), ${JSON.stringify(purpose)});
    ${address === undefined ? '' : `lock.announce(${JSON.stringify(address)});`}
    process.stdout.write('held');
    setInterval(() => undefined, 1_000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

describe('the lock of a data folder', () => {
  test('is refused to a second process, with the address of the server that holds it', async () => {
    await holdElsewhere('A starting server', 'http://127.0.0.1:8080');
    const { code, message } = refusalOf(() => lockDataFolder(openDataFolder(path), 'A test'));
    expect(code).toBe('data_folder_in_use');
    expect(message).toContain('http://127.0.0.1:8080');
    expect(message).toContain(path);
  });

  test('holds although whoever took it keeps nothing of it', () => {
    const script = `
      const { openDataFolder } = await load('src/files/data-folder.js');
      const { lockDataFolder } = await load('src/storage/lock-data-folder.js');
      (await import('node:v8')).setFlagsFromString('--expose-gc');
      const collect = (await import('node:vm')).runInNewContext('gc');
      const take = () => void lockDataFolder(openDataFolder(input), 'A first');
      take();
      for (let round = 0; round < 5; round += 1) {
        collect();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      try {
        lockDataFolder(openDataFolder(input), 'A second');
        print('taken');
      } catch ({ code }) {
        print(code);
      }
    `;
    expect(runBuilt(script, {}, path)).toBe('data_folder_in_use');
  });

  test('names what else holds it', async () => {
    await holdElsewhere('Another run (process 4711)');
    const { message } = refusalOf(() => lockDataFolder(openDataFolder(path), 'A test'));
    expect(message).toContain('Another run (process 4711)');
  });

  test('is free again at once after kill -9, whatever the dead process left behind', async () => {
    const child = await holdElsewhere('A starting server', 'http://127.0.0.1:8080');
    refusalOf(() => lockDataFolder(openDataFolder(path), 'A test'));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(join(path, 'holder.txt'))).toBe(true);
    const lock = lockDataFolder(openDataFolder(path), 'A test');
    lock.release();
  });

  test('is refused to the same process too, and free after its release', () => {
    const folder = openDataFolder(path);
    const lock = lockDataFolder(folder, 'A first');
    expect(refusalOf(() => lockDataFolder(folder, 'A second')).message).toContain('A first');
    lock.release();
    expect(existsSync(join(path, 'holder.txt'))).toBe(false);
    lockDataFolder(folder, 'A third').release();
  });

  test('holds although somebody removed the note about its holder', async () => {
    await holdElsewhere('A starting server');
    rmSync(join(path, 'holder.txt'));
    expect(refusalOf(() => lockDataFolder(openDataFolder(path), 'A test')).message).toContain(
      'Another process',
    );
  });

  test('is refused quickly', async () => {
    await holdElsewhere('A starting server');
    const start = performance.now();
    refusalOf(() => lockDataFolder(openDataFolder(path), 'A test'));
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('a lock file that cannot be opened is not blamed on another process', () => {
    const folder = openDataFolder(path);
    mkdirSync(join(path, 'lock.sqlite'));
    let message = '';
    try {
      lockDataFolder(folder, 'A test');
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).not.toBe('');
    expect(message).not.toContain('already works with');
  });
});
