import { toDay } from '../clock.js';
import { sourceOf } from '../contract/index.js';
import { buildCompleteness } from './completeness.js';
import type { BagFolder } from './bag-folder.js';
import type { Entry } from './entry.js';
import { signatureFile, signingKeyFile } from './signature.js';
import type { ReportFacts, ReportSource } from './facts.js';
import { writeFileIndex } from './file-index.js';
import { buildManifest, statusOf } from './manifest.js';
import { missingOf } from './pages/missing.js';
import { checkCommands } from './check-commands.js';
import { describeCoverage } from './pages/coverage.js';
import { countStandings } from './standing.js';
import { writePages } from './pages/write-pages.js';
import { textsOf } from './texts/texts.js';
import { Redactions, writeRedactions } from './redactions.js';
import type { KeyTableLine } from './third-parties/key-table.js';
import { findOtherPeople } from './third-parties/other-people.js';
import type { RedactionPlan } from './redaction-plan.js';
import { writeSource } from './write-source.js';

/** A BagIt 1.0 bag (RFC 8493): its entries lie in its folder, the files that were downloaded still in the spool. */
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
export async function buildBag(
  facts: Omit<ReportFacts, 'status'>,
  folder: BagFolder,
  signal?: AbortSignal,
): Promise<Bag> {
  await folder.clear();
  const { lookup } = facts.request;
  const sources: ReportSource[] = [];
  const records: Entry[] = [];
  const others = facts.thirdParties === 'pseudonymise' ? await findOtherPeople(facts) : undefined;
  const plan: RedactionPlan = { redactions: new Redactions(), review: [], others };
  const withoutStatus: ReportFacts = { ...facts, status: 'no_match' };
  for (const run of facts.runs) {
    signal?.throwIfAborted();
    const written = await writeSource(
      withoutStatus,
      sourceOf(facts.connector, run.sourceId),
      run,
      folder,
      plan,
    );
    sources.push(written.source);
    records.push(...written.entries);
  }
  const status = statusOf(
    lookup,
    sources.map(({ outcome }) => outcome),
  );
  const whole: ReportFacts = { ...facts, status };
  const index = await writeFileIndex(sources, folder);
  const redactions = await writeRedactions(plan.redactions, folder);
  const payload = byName([...records, ...index, ...redactions]);
  const topFolder = `access-report-${facts.request.id}`;
  const tags = await writeTags(whole, sources, payload, { folder, topFolder, review: plan.review });
  return { topFolder, status, sources, entries: [...tags, ...payload], keyTable: others?.keyTable };
}

async function writeTags(
  facts: ReportFacts,
  sources: readonly ReportSource[],
  payload: readonly Entry[],
  { folder, topFolder, review }: { folder: BagFolder; topFolder: string; review: RedactionPlan['review'] },
): Promise<Entry[]> {
  const write = (name: string, text: string) => folder.write(name, [text]);
  const texts = textsOf(facts.language);
  const completeness = buildCompleteness(facts, sources, texts);
  const [index, ...pages] = await writePages(facts, sources, completeness, texts, folder);
  const readme = texts.readme({
    ...{ vendor: facts.connector.title, topFolder },
    status: texts.status[facts.status](countStandings(sources)),
    statement: completeness.statement,
    ...describeCoverage(completeness, sources, texts),
    systems: checkCommands,
    otherAddress: otherAddressOf(facts),
    gaps: missingOf(facts, sources, texts).map(({ places, outcome, why, problems }) => ({
      title: `${places.map(({ title }) => title).join('; ')}: ${outcome}`,
      problems: [...(why === undefined ? [] : [why]), ...problems],
    })),
    hasPseudonyms: facts.thirdParties === 'pseudonymise',
  });
  const manifest = buildManifest(facts, sources, payload, completeness, review);
  const { signer } = facts;
  const tags = [
    ...(index ? [index] : []),
    await write('README.txt', readme),
    await write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`),
    await write('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
    await write('bag-info.txt', bagInfo(facts, payload)),
    await write('manifest-sha256.txt', digestLines(payload)),
    ...(signer ? [await write(signingKeyFile, signer.publicKey.pem)] : []),
    ...pages,
  ];
  const list = digestLines(byName([...tags]));
  const tagManifest = await write('tagmanifest-sha256.txt', list);
  if (!signer) return [...tags, tagManifest];
  // Over the exact bytes of the list, so that openssl alone can check it.
  const signature = await folder.write(signatureFile, [signer.sign(Buffer.from(list))]);
  return [...tags, tagManifest, signature];
}

function otherAddressOf({ request: { email, lookup } }: ReportFacts) {
  if (lookup.end !== 'found' || lookup.subject.otherEmail === undefined) return undefined;
  return { asked: email, current: lookup.subject.otherEmail };
}

function bagInfo(
  { request, program, status, connector, connection, ledgerHead, signer }: ReportFacts,
  payload: readonly Entry[],
): string {
  const bytes = payload.reduce((sum, entry) => sum + entry.bytes, 0);
  const lines = [
    `Bag-Software-Agent: ${program.name} ${program.version}`,
    `Bagging-Date: ${toDay(request.collectedAt ?? request.createdAt)}`,
    `External-Identifier: ${request.id}`,
    `Internal-Sender-Description: ${connector.title} access report, status ${status}`,
    `Payload-Oxum: ${bytes}.${payload.length}`,
    ...(signer ? [`Signing-Key: ${signer.publicKey.id}`] : []),
    ...(ledgerHead ? [`Ledger-Head: ${connection.id} ${ledgerHead.sequence} ${ledgerHead.hash}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The form `sha256sum -c` reads. Names are generated, so none needs escaping. */
const digestLines = (entries: readonly Entry[]) =>
  entries.map(({ sha256, name }) => `${sha256}  ${name}\n`).join('');

const byName = (entries: Entry[]) => entries.sort((one, other) => (one.name < other.name ? -1 : 1));
