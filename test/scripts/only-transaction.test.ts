import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageFolder } from '../../src/package.js';

/** Costs about 8 s: the linter reads all types of the program. */
test('the linter finds the outer store inside a transaction, and nothing else', () => {
  const code = `
import type { Store, Transaction } from '../storage/store.js';

interface Needs {
  store: Store;
  helper(tx: Transaction): Promise<void>;
}

export async function work({ store, helper }: Needs, needs: Needs): Promise<void> {
  const { requests } = store;
  await store.transaction(async (tx) => {
    await tx.requests.find('a');
    await helper(tx);
    const { steps } = tx;
    await steps.clear('a');
    await store.requests.find('a'); // wrong
    await requests.find('a'); // wrong
    await needs.store.scrub(); // wrong
    for (const one of ['a']) await Promise.all([one].map((id) => requests.find(id))); // wrong
    tx.afterCommit(() => store.scrub());
  });
  await store.transaction(async ({ reports }) => {
    await reports.forget('a');
    await store.transaction((tx) => tx.steps.clear('a')); // wrong
  });
  await requests.find('a');
}
`;
  const eslint = join(packageFolder(), 'node_modules/eslint/bin/eslint.js');
  const { stdout } = spawnSync(
    process.execPath,
    [eslint, '--stdin', '--stdin-filename', 'src/requests/cancel.ts', '--format', 'json'],
    { cwd: packageFolder(), input: code, encoding: 'utf8' },
  );
  const [file] = JSON.parse(stdout) as { messages: { ruleId: string; line: number }[] }[];
  const found = (file?.messages ?? []).filter(({ ruleId }) => ruleId === 'local/only-transaction');
  const wrong = code.split('\n').flatMap((line, index) => (line.includes('// wrong') ? [index + 1] : []));
  expect(found.map(({ line }) => line)).toEqual(wrong);
}, 120_000);
