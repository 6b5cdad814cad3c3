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
 * The tests run as they were built: `npm test` compiles everything once, and Jest compiles nothing. What they test is
 * loaded by Node itself, once for all files of a worker (test/runner/environment.ts).
 * @type {import('jest').Config}
 */
export default {
  testEnvironment: '<rootDir>/dist/test/runner/environment.js',
  roots: ['<rootDir>/dist/test'],
  testSequencer: '<rootDir>/dist/test/runner/sequencer.js',
  testMatch: ['**/*.test.js'],
  transform: {
    '/dist/(src|connectors|simulators|scripts)/|/node_modules/':
      '<rootDir>/dist/test/runner/native-module.js',
  },
  transformIgnorePatterns: ['/node_modules/(@jest/|jest)'],
  // By default one core is left out; half of the work is waiting.
  maxWorkers: '100%',
  testTimeout: 60_000,
};
