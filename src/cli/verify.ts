import { access, readFile, stat } from 'node:fs/promises';
import { AppError } from '../errors.js';
import { ageKindOf } from '../report/age-file.js';
import { verifyReport } from '../report/verify.js';
import { exitCodes } from './exit-codes.js';

/** Checks a report offline, a zip or an unpacked folder, and says what was checked. */
export async function runVerify(
  file: string,
  { json, key }: { json?: boolean; key?: string },
): Promise<number> {
  await access(file).catch(unreadable(file));
  const age = (await stat(file)).isFile() ? await ageKindOf(file).catch(unreadable(file)) : undefined;
  if (age !== undefined) {
    const needs = age === 'classic' ? '' : ' (post-quantum: age 1.3.0 or later)';
    throw new AppError(
      'invalid_request',
      `${file} is encrypted with age, so nothing in it can be checked yet. Decrypt it first: age -d -i KEY_FILE -o report.zip ${file}${needs}. Then verify report.zip.`,
    );
  }
  const trustedKey = key === undefined ? undefined : await readFile(key, 'utf8').catch(unreadable(key));
  const result = await verifyReport(file, { trustedKey });
  const notes = result.notes.map((line) => `note: ${line}`);
  if (json) process.stdout.write(`${JSON.stringify({ valid: result.isValid, ...result })}\n`);
  else if (result.isValid)
    process.stdout.write(
      `${[...result.checked.map((line) => `ok: ${line}`), ...notes, `valid, status ${result.status ?? ''}`].join('\n')}\n`,
    );
  else
    process.stdout.write(
      `${[...result.problems.map((line) => `wrong: ${line}`), ...notes, 'invalid'].join('\n')}\n`,
    );
  return result.isValid ? exitCodes.completed : exitCodes.failed;
}

const unreadable = (file: string) => (): never => {
  throw new AppError('invalid_request', `${file} cannot be read.`);
};
