import { accessSync, constants, statfsSync } from 'node:fs';

/** Folders of the tests lie in memory where the system offers enough of it: they are thrown away, and syncing them is dear. */
const memory = '/dev/shm';

function hasMemory() {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > 4 * 1024 ** 3;
  } catch {
    return false;
  }
}
if (process.env.TMPDIR === undefined && hasMemory()) process.env.TMPDIR = memory;

/**
 * The tests run as they were built: `npm test` compiles everything once, and Jest transforms nothing.
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist/test'],
  testMatch: ['**/*.test.js'],
  transform: {},
  // By default one core is left out; half of the work is waiting.
  maxWorkers: '100%',
  testTimeout: 60_000,
};
