import { findColumnMistake } from './column.js';
import type { Operation } from './operation.js';
import type { AskedSource, Source } from './source.js';

/** Names that other parts of the report have taken. */
const reservedIds = ['beside', 'completeness', 'files', 'redactions', 'rights'];

/** Checks a declaration when it is loaded. Throws a sentence that names the source and the mistake. */
export function defineSource<S extends Source>(source: S): S {
  for (const mistake of findMistakes(source)) throw new TypeError(`Source "${source.id}": ${mistake}`);
  return Object.freeze(source);
}

function* findMistakes(source: Source): Generator<string> {
  const { id, asks, details = [], attachments = [], limits = [] } = source;
  if (!/^[a-z]+(-[a-z]+)*$/.test(id)) yield 'the id must be kebab-case letters';
  if (reservedIds.includes(id) || id.endsWith('-search')) yield 'the id is taken by a part of the report';
  if ((asks === undefined) === (source.made === undefined))
    yield 'it is either asked of the vendor or made of the lookup, and one of them';
  if (asks) {
    for (const operation of asks) yield* findOperationMistakes(operation);
    yield* findAskingMistakes(source);
  }
  for (const operation of source.reread ? [source.reread] : []) yield* findOperationMistakes(operation);
  yield* findDetailMistakes(source);
  if (isTwice(details.map((rule) => rule.id))) yield 'detail ids must be unique';
  if (isTwice(attachments.map((rule) => rule.id))) yield 'attachment ids must be unique';
  for (const { id: rule, endpoint, scopes, rateLimit } of attachments)
    if (endpoint !== undefined && (!endpoint.startsWith('/') || !scopes || !rateLimit))
      yield `the operation of the attachments "${rule}" needs a path, scopes and a rate limit`;
  if (limits.some((sentence) => !/\.$/.test(sentence))) yield 'a limit must be a sentence with a full stop';
  const mistake = findColumnMistake(source.columns ?? []);
  if (mistake !== undefined) yield mistake;
}

function* findOperationMistakes(operation: Operation): Generator<string> {
  const { endpoint, scopes, pages, list, window, reach } = operation;
  if (!endpoint.startsWith('/')) yield 'the endpoint must start with "/"';
  const named = [...endpoint.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (!operation.values && named.some((name) => !['subject', 'account'].includes(name)))
    yield `nothing says what to put into ${endpoint}`;
  if (scopes.granular.length + scopes.classic.length === 0) yield 'no scope is declared';
  if (pages && pages.size < 1) yield 'a page holds at least one record';
  if (pages && list === undefined) yield 'a paged operation needs a list';
  if (window && window.maxDays < 1) yield 'a window is at least one day';
  if (window && !/^\d{4}-\d\d-\d\d$/.test(window.earliest.day))
    yield 'the earliest day must be written yyyy-mm-dd';
  if (reach && reach.months < 1) yield 'a reach is at least one month';
}

function* findAskingMistakes({ asks, forEach, parentKey }: AskedSource): Generator<string> {
  // How an operation writes its dates is its own affair.
  const cuts = asks.map(({ window }) =>
    JSON.stringify({ ...window, format: undefined, parameters: undefined }),
  );
  if (new Set(cuts).size > 1) yield 'all its operations must cut time alike';
  if (forEach?.length === 0) yield 'forEach must name a source';
  if (isTwice((forEach ?? []).map(({ source }) => source))) yield 'forEach names a source twice';
  if (!forEach && parentKey) yield 'a key of its parents needs forEach';
  if (!forEach && asks.some((operation) => operation.window?.within !== undefined))
    yield 'a window within a parent needs forEach';
  if (!forEach && asks.some(({ window }) => window?.whereListed))
    yield 'windows in which a parent was listed need forEach';
  if (!forEach && asks.some(({ reach }) => reach)) yield 'a reach by a date of the parent needs forEach';
}

function* findDetailMistakes({ details = [] }: Source): Generator<string> {
  for (const rule of details) {
    yield* findOperationMistakes(rule);
    if (rule.window ?? rule.reach)
      yield `the detail "${rule.id}" has dates, which a record's own call cannot have`;
    if (rule.list !== undefined && rule.as === undefined)
      yield `the detail "${rule.id}" brings a list and needs a name to stand under`;
  }
  if (isTwice(details.flatMap(({ as }) => as ?? []))) yield 'two details stand under one name';
}

const isTwice = (names: readonly string[]) => new Set(names).size !== names.length;
