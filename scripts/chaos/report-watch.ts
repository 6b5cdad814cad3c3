import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { verifyReport } from '../../src/report/verify.js';
import { differences, readReportParts } from './report-parts.js';
import type { Reference } from './reference.js';

/** Looks at every report that becomes visible: it must be whole, and be what an undisturbed request brings. */
export class ReportWatch {
  readonly failures: string[] = [];
  private readonly seen = new Set<string>();

  constructor(
    private readonly folder: string,
    private readonly referenceOf: (requestId: string) => Reference | undefined,
  ) {}

  /** Checks what is new. Resolves with the number of visible reports. */
  async look(): Promise<number> {
    const names = existsSync(this.folder) ? readdirSync(this.folder) : [];
    for (const name of names) {
      const { mtimeMs, size } = statSync(join(this.folder, name));
      const version = `${name} ${mtimeMs} ${size}`;
      if (this.seen.has(version)) continue;
      this.seen.add(version);
      const problem = await this.judge(name);
      if (problem !== undefined) this.failures.push(`the report ${name} ${problem}`);
    }
    return names.length;
  }

  private async judge(name: string): Promise<string | undefined> {
    const path = join(this.folder, name);
    if (!/^[0-9a-f-]{36}\.zip$/.test(name)) return 'is none';
    const { isValid, problems } = await verifyReport(path);
    if (!isValid) return `does not verify: ${problems.slice(0, 3).join('; ')}`;
    const isWhole = await promisify(execFile)('unzip', ['-tqq', path]).then(
      () => true,
      () => false,
    );
    if (!isWhole) return 'is no whole zip for unzip';
    const reference = this.referenceOf(name.slice(0, 36));
    if (!reference) return 'belongs to no request';
    const different = differences(reference.report, await readReportParts(path));
    return different.length === 0 ? undefined : `differs in ${different.slice(0, 5).join(', ')}`;
  }
}
