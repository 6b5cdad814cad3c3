import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceOf } from '../collect/collection.js';
import { textEntry, type Entry } from './entry.js';
import type { ReportFacts, ReportSource } from './facts.js';
import { writeFileIndex } from './file-index.js';
import { buildManifest, statusOf } from './manifest.js';
import { renderPage } from './page.js';
import { Redactions, writeRedactions } from './redactions.js';
import type { KeyTableLine } from './third-parties/key-table.js';
import { findOtherPeople } from './third-parties/other-people.js';
import type { Treatment } from './treatment.js';
import { writeSource } from './write-source.js';

/** A BagIt 1.0 bag (RFC 8493): its entries lie on the disk, the files it downloaded still in the spool. */
export interface Bag {
  /** The one top folder of the zip. */
  topFolder: string;
  status: ReportFacts['status'];
  sources: readonly ReportSource[];
  /** In the order of the zip. */
  entries: Entry[];
  /** Who stands behind the pseudonyms; absent: other people stay named. It is no part of the zip. */
  keyTable?: readonly KeyTableLine[];
}

/** Builds the bag in a folder, which is emptied first. Everything follows from the facts alone. */
export async function buildBag(facts: Omit<ReportFacts, 'status'>, folder: string): Promise<Bag> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'data'), { recursive: true, mode: 0o700 });
  const isFound = facts.request.lookup.end === 'found';
  const sources: ReportSource[] = [];
  const records: Entry[] = [];
  const others = facts.thirdParties === 'pseudonymise' ? await findOtherPeople(facts) : undefined;
  const treatment: Treatment = { redactions: new Redactions(), review: [], others };
  const unsure: ReportFacts = { ...facts, status: 'no_match' };
  for (const run of facts.runs) {
    const written = await writeSource(
      unsure,
      sourceOf(facts.connector, run.sourceId),
      run,
      folder,
      treatment,
    );
    sources.push(written.source);
    records.push(...written.entries);
  }
  const status = isFound ? statusOf(sources.map(({ outcome }) => outcome)) : 'no_match';
  const whole: ReportFacts = { ...facts, status };
  const index = await writeFileIndex(sources, folder);
  const redactions = await writeRedactions(treatment.redactions, folder);
  const payload = byName([...records, ...index, ...redactions]);
  const tags = await writeTags(whole, sources, payload, treatment.review, folder);
  const topFolder = `access-report-${facts.request.id}`;
  return { topFolder, status, sources, entries: [...tags, ...payload], keyTable: others?.keyTable };
}

async function writeTags(
  facts: ReportFacts,
  sources: readonly ReportSource[],
  payload: readonly Entry[],
  review: Treatment['review'],
  folder: string,
): Promise<Entry[]> {
  const write = (name: string, text: string) => textEntry(name, join(folder, name), text);
  const manifest = buildManifest(facts, sources, payload, review);
  const tags = [
    await write('index.html', renderPage(facts, sources, manifest)),
    await write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`),
    await write('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
    await write('bag-info.txt', bagInfo(facts, payload)),
    await write('manifest-sha256.txt', digestLines(payload)),
  ];
  return [...tags, await write('tagmanifest-sha256.txt', digestLines(byName(tags)))];
}

function bagInfo({ request, program, status, connector }: ReportFacts, payload: readonly Entry[]): string {
  const bytes = payload.reduce((sum, entry) => sum + entry.bytes, 0);
  const lines = [
    `Bag-Software-Agent: ${program.name} ${program.version}`,
    `Bagging-Date: ${new Date(request.collectedAt ?? request.createdAt).toISOString().slice(0, 10)}`,
    `External-Identifier: ${request.id}`,
    `Internal-Sender-Description: ${connector.title} access report, status ${status}`,
    `Payload-Oxum: ${bytes}.${payload.length}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The form `sha256sum -c` reads. Names are generated, so none needs escaping. */
const digestLines = (entries: readonly Entry[]) =>
  entries.map(({ sha256, name }) => `${sha256}  ${name}\n`).join('');

const byName = (entries: Entry[]) => entries.sort((one, other) => (one.name < other.name ? -1 : 1));
