import { writeJson } from '../json.js';
import type { BagFolder } from './bag-folder.js';
import { CsvRows, flatten } from './csv.js';
import type { Entry } from './entry.js';

/** Rows that are written at a time. */
const blockRows = 500;

/** Writes rows that all have the same fields as a JSON array, one row per line, with its CSV twin. */
export async function writeFlatTable<Row extends object>(
  rows: Iterable<Row>,
  fields: readonly (keyof Row & string)[],
  name: string,
  bag: BagFolder,
): Promise<Entry[]> {
  const json = await bag.begin(`${name}.json`);
  const csv = await bag.begin(`${name}.csv`);
  const table = new CsvRows(fields);
  csv.add(table.head());
  let separator = '[\n';
  let block: Row[] = [];
  const writeBlock = async () => {
    for (const row of block) {
      json.add(`${separator}${writeJson(row)}`);
      separator = ',\n';
    }
    csv.add(table.write(block.map(flatten)));
    block = [];
    for (const file of [json, csv]) if (file.isFull) await file.flush();
  };
  for (const row of rows) if (block.push(row) === blockRows) await writeBlock();
  await writeBlock();
  json.add(separator === '[\n' ? '[\n]\n' : '\n]\n');
  return [await json.end(), await csv.end()];
}
