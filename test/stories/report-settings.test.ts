import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoEmail } from '../../simulators/zoom/index.js';
import { readReport, type ReadReport } from '../support/read-report.js';
import { bodyOf, expectProblem, startApi, type Api } from '../support/start-api.js';
import { gather } from '../../src/storage/rows.js';
import { reportFileIn } from '../support/data-paths.js';

interface Person {
  pseudonym: string;
  names: string[];
  emails: string[];
}

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const sources = ['user', 'meetings', 'recordings', 'phone-calls', 'phone-voicemails'];
const settings = {
  third_parties: 'pseudonymise',
  controller: { name: 'Example Inc.', contact: 'privacy@example.com' },
  general: { purposes: 'Working together', recipients: ['Archive Ltd. <b>'] },
  sources: { 'phone-calls': { purposes: 'Billing', retention: 'Six months' } },
};
const change = (report_settings: unknown) =>
  api.call('patch', '/v1/connections/default', 'operator').send({ report_settings });

async function report(more: object = {}): Promise<{ id: string; read: ReadReport; texts: string }> {
  const { id } = bodyOf(await api.order({ email: demoEmail, sources, media: true, ...more }));
  const read = await readReport(reportFileIn(api.installation.service.folder, String(id)));
  const names = [...read.entries.keys()].filter(
    (name) => /\.(json|csv|html|txt)$/.test(name) && !name.includes('/files/'),
  );
  return { id: String(id), read, texts: names.map((name) => read.text(name)).join('\n') };
}

describe('what a connection says about its reports', () => {
  test('is shown, stands in the report, and what nobody said stays open', async () => {
    expect(bodyOf(await change(settings)).report_settings).toEqual(settings);
    const { read } = await report({ sources: ['user', 'phone-calls'] });
    const { rights } = read.manifest as unknown as { rights: Record<string, unknown> };
    expect(rights).toMatchObject({
      controller: { name: 'Example Inc.', contact: 'privacy@example.com', privacy_officer: null },
      ...{ authority: null, transfers: null, sold_or_shared: null },
    });
    const uses = (rights.uses as { source: string; purposes: string | null; retention: string | null }[]).map(
      ({ source, purposes, retention }) => [source, purposes, retention],
    );
    expect(uses).toContainEqual(['user', 'Working together', null]);
    expect(uses).toContainEqual(['phone-calls', 'Billing', 'Six months']);
    const page = read.text('pages/rights.html');
    for (const words of [
      'Example Inc.',
      'Six months',
      'To be completed by the controller.',
      'Archive Ltd. &lt;b&gt;',
    ])
      expect(page).toContain(words);
  });

  test.each([
    [{ third_parties: 'forget' }],
    [{ controller: { name: 'x' } }],
    [{ sources: { nothing: {} } }],
    [{ unknown: 1 }],
  ])('%j is refused', async (wrong) => {
    expectProblem(await change(wrong), 400, 'invalid_request');
  });
});

describe('other people', () => {
  test('stand under pseudonyms as the connection says; only the sealed key knows them', async () => {
    await change(settings);
    const { id, read, texts } = await report();
    expect(read.manifest).toMatchObject({ third_parties: 'pseudonymise' });
    const key = await api.call('get', `/v1/access-requests/${id}/report/key`, 'auditor');
    const { people } = bodyOf(key) as unknown as { people: Person[] };
    const emails = people.flatMap((person) => person.emails);
    expect(emails.length).toBeGreaterThan(0);
    for (const email of emails) expect(texts.toLowerCase()).not.toContain(email.toLowerCase());
    expect(texts).toContain('Participant ');
    expect(texts).toContain(demoEmail);
    const opened = (await gather(api.installation.service.ledger.entries('default'))).at(-1);
    expect([opened?.event, JSON.parse(opened?.details ?? '')]).toMatchObject(['key.opened', { request: id }]);
    expectProblem(
      await api.call('get', `/v1/access-requests/${id}/report/key`, 'operator'),
      403,
      'forbidden',
    );

    const { id: keptId, texts: kept } = await report({ third_parties: 'keep' });
    expect(emails.some((email) => kept.includes(email))).toBe(true);
    const none = await api.call('get', `/v1/access-requests/${keptId}/report/key`, 'auditor');
    expectProblem(none, 409, 'no_pseudonyms');
  });
});
