import { z } from 'zod';
import { fieldsOf, type Connector, type Source } from '../contract/index.js';

/** A source by what it is, for those who take its records in. */
export interface ShownSourceKind {
  id: string;
  connector: string;
  title: string;
  category: string;
  docs: string;
  schema_url: string;
}

/** All sources of the installed connectors. */
export const showSources = (connectors: readonly Connector[]): ShownSourceKind[] =>
  connectors.flatMap((connector) =>
    connector.sources.map(({ id, title, category, docs }) => ({
      ...{ id, connector: connector.id, title, category, docs },
      schema_url: `/v1/sources/${id}/schema`,
    })),
  );

/**
 * The JSON Schema (2020-12) of the records of a source, from its declaration: what is relied on, and what fields mean. Records
 * are kept whole, so further fields are always allowed.
 */
export function schemaOf({ id, title, record, columns = [] }: Source): object {
  const relied = z.toJSONSchema(record, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, object>;
    [name: string]: unknown;
  };
  const properties: Record<string, object> = { ...relied.properties };
  for (const column of columns)
    for (const field of fieldsOf(column).filter((name) => !name.includes('.'))) {
      const codes = Object.entries(column.codes ?? {}).map(([code, words]) => `${code}: ${words}`);
      const description = [column.heading, ...codes].join('; ');
      properties[field] = { ...properties[field], description };
    }
  return { ...relied, $id: `urn:dsar:source:${id}`, title, properties, additionalProperties: true };
}
