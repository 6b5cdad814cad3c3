import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '../../src/json.js';
import type { Manifest } from '../../src/report/manifest.js';
import { readZip } from '../../src/report/read-zip.js';
import { checkWithOutsideTools } from './outside-tools.js';

type ManifestSource = Manifest['sources'][number];

/** A report, opened. */
export interface ReadReport {
  path: string;
  manifest: Manifest;
  /** Names inside the top folder, with what they hold. */
  entries: Map<string, { bytes: number; sha256: string }>;
  source(id: string): ManifestSource;
  /** Whole records of a source, with big integers as bigint. */
  records(id: string): Record<string, unknown>[];
  text(name: string): string;
}

/** Opens a report after outside tools have accepted it. */
export async function readReport(path: string): Promise<ReadReport> {
  const folder = mkdtempSync(join(tmpdir(), 'dsar-report-'));
  try {
    await checkWithOutsideTools(path, folder);
    const texts = new Map<string, string>();
    const entries: ReadReport['entries'] = new Map();
    for await (const entry of readZip(path, (name) => !/\/files\//.test(name))) {
      const name = entry.name.slice(entry.name.indexOf('/') + 1);
      entries.set(name, { bytes: entry.bytes, sha256: entry.sha256 });
      if (entry.text !== undefined) texts.set(name, entry.text);
    }
    const text = (name: string) => {
      const found = texts.get(name);
      if (found === undefined) throw new Error(`The report has no ${name}.`);
      return found;
    };
    const manifest = JSON.parse(text('manifest.json')) as Manifest;
    return {
      ...{ path, manifest, entries, text },
      source: (id) => {
        const source = manifest.sources.find((candidate) => candidate.id === id);
        if (!source) throw new Error(`The manifest does not name ${id}.`);
        return source;
      },
      records: (id) => parseJson(text(`data/${id}/${id}.json`)) as Record<string, unknown>[],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Unpacks a report with `unzip` and tells the top folder. */
export function unpack(path: string, folder: string): string {
  execFileSync('unzip', ['-q', '-o', path, '-d', folder]);
  const [top] = readdirSync(folder);
  if (top === undefined) throw new Error('The zip is empty.');
  return join(folder, top);
}

/** Bytes of a file of an unpacked report. */
export const readFile = (folder: string, name: string) => readFileSync(join(folder, name));
