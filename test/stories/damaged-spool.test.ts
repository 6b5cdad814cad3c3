import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoEmail } from '../../simulators/zoom/index.js';
import { startInstallation, type Installation } from '../support/start-service.js';

let installation: Installation;
beforeEach(async () => {
  installation = await startInstallation();
});
afterEach(() => installation.close());

test.each<[string, (file: string) => void]>([
  ['is lost', (file) => rmSync(file)],
  ['is no JSON any more', (file) => writeFileSync(file, `x${readFileSync(file, 'utf8').slice(1)}`)],
])(
  'a record that another source reads %s while the request waits: it is fetched again',
  async (_name, harm) => {
    const { simulator, dataDir } = installation;
    const fault = simulator.faults.add({
      operation: '/phone/users/{userId}/call_history',
      times: Infinity,
      respond: '429-daily',
    });
    const sources = ['user-settings', 'phone-profile', 'phone-calls'];
    const { id, status } = await installation.ask(demoEmail, { sources });
    expect(status).toBe('paused');
    harm(join(dataDir, 'requests', id, 'spool', 'user-settings', 'list-000000.ndjson'));
    fault.remove();
    await installation.restart();
    await installation.service.requests.goOn(id);
    const ended = await installation.service.requests.wait(id, 30_000);
    expect([ended?.status, ended?.problem]).toEqual(['completed', undefined]);
    if (!ended) return;
    const report = await installation.open(ended);
    for (const source of sources)
      expect([source, report.source(source).outcome]).toEqual([source, 'complete']);
  },
);
