import { queriesOf, type Operation, type Source, type VendorRecord } from '../contract/index.js';
import { ask, type Call } from '../upstream/client.js';
import { givenOf, subjectValues, type Collection } from './collection.js';

/** Values for the path of an operation that is asked for one record. */
export function valuesFor(
  collection: Collection,
  source: Source,
  operation: Operation,
  record: VendorRecord,
): Record<string, string> {
  const { accountId } = collection;
  const subject = source.asks ? subjectValues(collection, source)[0] : undefined;
  const account: Record<string, string> = accountId === undefined ? {} : { account: accountId };
  return { ...subject, ...account, ...operation.values?.(givenOf(collection, record)) };
}

/** Asks an operation once for one record. Undefined: the vendor says that there is nothing. */
export function askFor(
  collection: Collection,
  source: Source,
  operation: Operation,
  record: VendorRecord,
  call: Pick<Call, 'meter' | 'expect'> & { query?: Call['query'] },
): Promise<VendorRecord | undefined> {
  const { endpoint, scopes, rateLimit, failures } = operation;
  const [query] = queriesOf(operation, givenOf(collection, record));
  return ask(collection.upstream, {
    ...{ endpoint, scopes, rateLimit, failures, query },
    expect: operation.expect && ((body) => operation.expect?.(body) ?? true),
    values: valuesFor(collection, source, operation, record),
    signal: collection.signal,
    ...call,
  });
}
