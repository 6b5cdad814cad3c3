import { worldLedger, mediaSha256, type LedgerSource, type World } from '../../../simulators/zoom/index.js';
import { demoEmail } from '../../../simulators/zoom/index.js';
import { parseJson, writeJson } from '../../../src/json.js';
import type { Manifest } from '../../../src/report/manifest.js';
import { readZip } from '../../../src/report/read-zip.js';

/** What a report says of one source. */
export interface SourceAccount {
  outcome: string;
  /** Records without their addresses, which are made anew for every answer. */
  records: ReadonlySet<string>;
  /** SHA-256 of every file, sorted. */
  files: readonly string[];
  /** How the simulator's own ledger would name each record. */
  names: ReadonlySet<string>;
  /** Spans the vendor no longer answers for, as the report tells them. */
  outOfReach: readonly { from: string; to: string }[];
}

/** What a report says of every source, and what could not be searched. */
export interface ReportAccount {
  status: string;
  sources: ReadonlyMap<string, SourceAccount>;
  notSearched: number;
}

const nameOf: Record<LedgerSource, (record: Record<string, unknown>) => unknown> = {
  meetings: ({ uuid, start_time: start }) => [uuid, start].filter(Boolean).join(' '),
  'meeting-history': ({ uuid, join_time: join }) => [uuid, join].filter(Boolean).join(' '),
  webinars: ({ uuid }) => uuid,
  recordings: ({ uuid }) => uuid,
  'recordings-trash': ({ uuid }) => uuid,
  'phone-calls': ({ call_element_id: element, id }) => element ?? id,
  'phone-voicemails': ({ id }) => id,
  'phone-recordings': ({ id }) => id,
};

/** Opens a report and reads what it says. */
export async function readAccount(path: string): Promise<ReportAccount> {
  const texts = new Map<string, string>();
  const digests = new Map<string, string>();
  for await (const entry of readZip(path, (name) => !name.includes('/files/'))) {
    const name = entry.name.slice(entry.name.indexOf('/') + 1);
    digests.set(name, entry.sha256);
    if (entry.text !== undefined) texts.set(name, entry.text);
  }
  const manifest = JSON.parse(texts.get('manifest.json') ?? '') as Manifest;
  const sources = manifest.sources.map(
    ({ id, outcome, out_of_reach: outOfReach }): [string, SourceAccount] => {
      const records = parseJson(texts.get(`data/${id}/${id}.json`) ?? '[]') as Record<string, unknown>[];
      const files = [...digests].filter(([name]) => name.startsWith(`data/${id}/files/`));
      const names = Object.hasOwn(nameOf, id)
        ? records.map((record) => String(nameOf[id as LedgerSource](record)))
        : [];
      return [
        id,
        {
          outcome,
          records: new Set(records.map((record) => writeJson(withoutAddresses(record)))),
          files: files.map(([, sha256]) => sha256).sort(),
          names: new Set(names),
          outOfReach,
        },
      ];
    },
  );
  const { status, subject } = manifest;
  return { status, sources: new Map(sources), notSearched: subject.not_searched.length };
}

/** Where a report without a fault differs from what the world holds; empty: nowhere. */
export function differencesToWorld(account: ReportAccount, world: World, now: Date): string[] {
  const ledger = worldLedger(world, demoEmail, now);
  return (Object.keys(nameOf) as LedgerSource[]).flatMap((id) => {
    const source = account.sources.get(id);
    const files = ledger[id].files.map(({ mediaId }) => mediaSha256(world, mediaId)).sort();
    const isSame =
      source !== undefined &&
      source.files.join() === files.join() &&
      [...source.names].sort().join() === [...ledger[id].records].sort().join();
    return isSame ? [] : [id];
  });
}

/** Addresses differ in every answer; what the record says besides must not. */
function withoutAddresses(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAddresses);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.endsWith('_url'))
      .map(([name, inner]) => [name, withoutAddresses(inner)]),
  );
}
