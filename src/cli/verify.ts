import { access, readFile } from 'node:fs/promises';
import { AppError } from '../errors.js';
import { verifyReport } from '../report/verify.js';
import { exitCodes } from './exit-codes.js';

/** Checks a report offline and says what was checked. */
export async function runVerify(
  file: string,
  { json, key }: { json?: boolean; key?: string },
): Promise<number> {
  await access(file).catch(unreadable(file));
  const trustedKey = key === undefined ? undefined : await readFile(key, 'utf8').catch(unreadable(key));
  const result = await verifyReport(file, { trustedKey });
  if (json) process.stdout.write(`${JSON.stringify({ valid: result.isValid, ...result })}\n`);
  else if (result.isValid)
    process.stdout.write(
      `${[...result.checked.map((line) => `ok: ${line}`), `valid, status ${result.status ?? ''}`].join('\n')}\n`,
    );
  else
    process.stdout.write(`${[...result.problems.map((line) => `wrong: ${line}`), 'invalid'].join('\n')}\n`);
  return result.isValid ? exitCodes.completed : exitCodes.failed;
}

const unreadable = (file: string) => (): never => {
  throw new AppError('invalid_request', `${file} cannot be read.`);
};
