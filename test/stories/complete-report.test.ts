import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoEmail, mediaSha256, worldLedger, type LedgerSource } from '../../simulators/zoom/index.js';
import { zoom } from '../../connectors/zoom/index.js';
import { isExpected } from '../../src/contract/index.js';
import { hasTool } from '../support/outside-tools.js';
import { readFile, unpack, type ReadReport } from '../support/read-report.js';
import { startInstallation, type Installation } from '../support/start-service.js';

/** How the simulator's ledger names a record of each source. */
const nameOf: Record<LedgerSource, (record: Record<string, unknown>) => string> = {
  meetings: ({ uuid, start_time }) => [uuid, start_time].filter(Boolean).join(' '),
  'meeting-history': ({ uuid, join_time }) => [uuid, join_time].filter(Boolean).join(' '),
  webinars: ({ uuid }) => String(uuid),
  recordings: ({ uuid }) => String(uuid),
  'recordings-trash': ({ uuid }) => String(uuid),
  'phone-calls': ({ call_element_id }) => String(call_element_id),
  'phone-voicemails': ({ id }) => String(id),
  'phone-recordings': ({ id }) => String(id),
};

describe('when a platform asks for everything about a person', () => {
  let installation: Installation;
  let report: ReadReport;
  let ledger: ReturnType<typeof worldLedger>;

  beforeAll(async () => {
    installation = await startInstallation();
    const now = new Date();
    ledger = worldLedger(installation.simulator.world, demoEmail, now);
    report = await installation.report(demoEmail);
  }, 60_000);
  afterAll(() => installation.close());

  test.each(Object.keys(nameOf) as LedgerSource[])('%s: every record is there, and none twice', (source) => {
    const names = report.records(source).map(nameOf[source]);
    expect(new Set(names)).toEqual(new Set(ledger[source].records));
    expect(report.source(source).records).toBe(names.length);
  });

  test.each(['recordings', 'recordings-trash', 'phone-voicemails', 'phone-recordings'] as const)(
    '%s: every file is there, byte for byte',
    (source) => {
      const { world } = installation.simulator;
      const wanted = ledger[source].files.map(({ mediaId }) => mediaSha256(world, mediaId)).sort();
      const prefix = `data/${source}/files/`;
      const found = [...report.entries].filter(([name]) => name.startsWith(prefix));
      expect(found.map(([, { sha256 }]) => sha256).sort()).toEqual(wanted);
      expect(report.source(source).files).toBe(wanted.length);
    },
  );

  test('every source of the core stands in the manifest once, in order, with its outcome', () => {
    expect(report.manifest.sources.map(({ id }) => id)).toEqual(
      zoom.sources.filter(isExpected).map(({ id }) => id),
    );
    for (const { id, outcome } of report.manifest.sources)
      expect([id, outcome]).toEqual([id, id === 'recordings' ? 'partial' : 'complete']);
  });

  test('the recording Zoom still processes is a named gap, and the only one', () => {
    expect(report.source('recordings').problems).toEqual([
      expect.objectContaining({ reason: 'not_finished', count: 1 }),
    ]);
    expect(report.manifest.status).toBe('completed_with_gaps');
  });

  test('the profile is the record of the lookup, and costs one call', () => {
    expect(report.records('user')).toEqual([expect.objectContaining({ email: demoEmail })]);
    expect(
      installation.simulator.calls.filter(({ operation }) => operation === '/users/{userId}'),
    ).toHaveLength(1);
    expect(report.source('user').calls).toBe(1);
  });

  test('the settings come in all four shapes', () => {
    expect(report.records('user-settings').map(({ settings_option }) => settings_option)).toEqual([
      'all',
      'meeting_authentication',
      'recording_authentication',
      'meeting_security',
    ]);
  });

  test('voicemails carry their transcription', () => {
    const transcribed = report.records('phone-voicemails').filter(({ transcription }) => transcription);
    expect(transcribed.length).toBeGreaterThan(0);
  });

  test('integers beyond 2^53 keep their digits', () => {
    const big = /[:[,]\s*-?\d{17,}/;
    const texts = [...report.entries.keys()].filter((name) => /^data\/[\w-]+\/[\w-]+\.json$/.test(name));
    const withBig = texts.filter((name) => big.test(report.text(name)));
    expect(withBig.length).toBeGreaterThan(0);
    for (const name of withBig) expect(report.text(name)).not.toMatch(/[:[,]\s*-?\d+e\+\d+/);
  });

  test('passcodes, host keys, PINs and play links are masked, and counted', () => {
    const all = [...report.entries.keys()]
      .filter((name) => /^data\/.*\.(json|csv)$/.test(name) && !name.includes('/files/'))
      .map((name) => report.text(name))
      .join('\n');
    for (const name of ['recording_play_passcode', 'pin_code', 'host_key', 'pmi_password', 'play_url'])
      expect(all).not.toMatch(new RegExp(`"${name}":\\s*"(?!\\[masked\\]|")`));
    expect(report.source('recordings').secrets_masked).toBeGreaterThan(0);
    expect(report.source('phone-settings').secrets_masked).toBe(1);
  });

  test('the file index names a record for every file', () => {
    const index = JSON.parse(report.text('data/files.json')) as {
      path: string;
      source: string;
      record: number;
    }[];
    const files = report.manifest.sources.reduce((sum, source) => sum + source.files, 0);
    expect(index).toHaveLength(files);
    for (const { source, record } of index) {
      expect(record).toBeGreaterThanOrEqual(1);
      expect(record).toBeLessThanOrEqual(report.source(source).records);
    }
  });

  test('the manifest agrees with an unpacked bag, read by other means', () => {
    if (!hasTool('unzip')) return;
    const folder = mkdtempSync(join(tmpdir(), 'dsar-unpacked-'));
    try {
      const top = unpack(report.path, folder);
      for (const { path, bytes, sha256 } of report.manifest.files.slice(0, 50)) {
        const content = readFile(top, path);
        expect([path, content.length]).toEqual([path, bytes]);
        expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('the token reached no other host, and nothing was provoked', () => {
    expect(installation.simulator.leakedAuthorizations).toBe(0);
    const failed = installation.simulator.calls.filter(({ status }) => status >= 400);
    expect(failed).toEqual([]);
  });
});
