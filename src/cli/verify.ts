import { access } from 'node:fs/promises';
import { AppError } from '../errors.js';
import { verifyReport } from '../report/verify.js';
import { exitCodes } from './exit-codes.js';

/** Checks a report offline and says what was checked. */
export async function runVerify(file: string, { json }: { json?: boolean }): Promise<number> {
  await access(file).catch(() => {
    throw new AppError('invalid_request', `${file} cannot be read.`);
  });
  const result = await verifyReport(file);
  if (json) process.stdout.write(`${JSON.stringify({ valid: result.isValid, ...result })}\n`);
  else if (result.isValid)
    process.stdout.write(
      `${[...result.checked.map((line) => `ok: ${line}`), `valid, status ${result.status ?? ''}`].join('\n')}\n`,
    );
  else
    process.stdout.write(`${[...result.problems.map((line) => `wrong: ${line}`), 'invalid'].join('\n')}\n`);
  return result.isValid ? exitCodes.completed : exitCodes.failed;
}
