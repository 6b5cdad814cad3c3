import { AppError } from '../errors.js';
import { readZip } from './read-zip.js';

/**
 * The head of the ledger that a report names in its `bag-info.txt`. Throws AppError when the report cannot be
 * read or names none.
 */
export async function readLedgerHead(
  report: string,
): Promise<{ connectionId: string; sequence: number; hash: string }> {
  try {
    for await (const entry of readZip(report, (name) => name.endsWith('/bag-info.txt'))) {
      const [, connectionId, sequence, hash] =
        /^Ledger-Head: (\S+) (\d+) ([0-9a-f]{64})$/m.exec(entry.text ?? '') ?? [];
      if (connectionId !== undefined && hash !== undefined)
        return { connectionId, sequence: Number(sequence), hash };
    }
  } catch (cause) {
    throw new AppError('invalid_request', `${report} cannot be read as a report.`, { cause });
  }
  throw new AppError('invalid_request', `${report} names no head of the ledger.`);
}
