import { type PersonFields, sourceOf } from '../../contract/index.js';
import { settledRecords } from '../../spool/settled-records.js';
import { Turns } from '../../turns.js';
import type { ReportFacts } from '../facts.js';
import { gatherFromFile } from './gather-from-file.js';
import { gatherFromValue } from './gather-from-value.js';
import { isEmail, mentionsIn, noMention, type Mention } from './mention.js';
import { People } from './people.js';
import { textExtensions } from './text-extensions.js';

/** The first pass: everybody the records and text files of a report name, in the order of the report. */
export async function gatherPeople(facts: Omit<ReportFacts, 'status'>): Promise<People> {
  const { connector, runs, steps, spool, request } = facts;
  const people = new People(subjectOf(facts));
  const turns = new Turns();
  for (const run of runs) {
    const source = sourceOf(connector, run.sourceId);
    const { thirdParties = [], subjectFields = [] } = source;
    for await (const { record } of settledRecords(facts, source, run)) {
      await turns.next();
      addSubject(people, record, subjectFields, holdersOf(thirdParties));
      gatherFromValue(people, record, thirdParties);
    }
    for await (const page of steps.done(request.id, source.id, 'file'))
      for (const { result, position, parameters } of page) {
        if (result?.sha256 === undefined || !textExtensions.has(result.extension)) continue;
        const rule = source.attachments?.find(({ id }) => id === parameters.rule);
        const file = {
          files: spool.files,
          key: spool.attachmentFile(source.id, position),
          bytes: result.bytes ?? 0,
        };
        await gatherFromFile(people, file, result.extension, rule?.people ?? {});
      }
  }
  return people;
}

/** By what the lookup knows the subject. What it says about others by declared fields is not the subject's. */
function subjectOf({ request, connector }: Omit<ReportFacts, 'status'>): Mention {
  const subject: Mention = { ...noMention(), emails: [request.email] };
  if (request.lookup.end !== 'found') return subject;
  const { email, id, record } = request.lookup.subject;
  subject.emails.push(email);
  if (id !== undefined) subject.ids.push(id);
  const groups = connector.sources.flatMap(({ subjectFields = [] }) => subjectFields);
  const others = connector.sources.flatMap(({ thirdParties = [] }) => thirdParties);
  for (const mention of mentionsOf(record, groups, holdersOf(others))) join(subject, mention);
  const foreign = new Set(mentionsOf(record, others).flatMap(({ emails }) => emails));
  for (const text of Object.values(record))
    if (typeof text === 'string' && isEmail(text) && !foreign.has(text)) subject.emails.push(text);
  return subject;
}

function addSubject(
  people: People,
  record: unknown,
  groups: readonly PersonFields[],
  foreign: ReadonlySet<string>,
): void {
  if (groups.length > 0)
    for (const mention of mentionsOf(record, groups, foreign)) people.addSubject(mention);
}

/** Fields whose objects name other people: fields of the subject do not reach into them. */
const holdersOf = (groups: readonly PersonFields[]): ReadonlySet<string> =>
  new Set(groups.flatMap((group) => group.in ?? []));

function mentionsOf(
  value: unknown,
  groups: readonly PersonFields[],
  foreign: ReadonlySet<string> = new Set(),
  parent?: string,
): Mention[] {
  if (Array.isArray(value)) return value.flatMap((item) => mentionsOf(item, groups, foreign, parent));
  if (typeof value !== 'object' || value === null) return [];
  const own = mentionsIn(value as Record<string, unknown>, parent, groups).map(({ mention }) => mention);
  const inner = Object.entries(value).filter(([name]) => !foreign.has(name));
  return [...own, ...inner.flatMap(([name, held]) => mentionsOf(held, groups, foreign, name))];
}

function join(mention: Mention, other: Mention): void {
  for (const kind of ['names', 'emails', 'phones', 'ids'] as const) mention[kind].push(...other[kind]);
}
