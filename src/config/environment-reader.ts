import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { AppError } from '../errors.js';

/** Variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What may stand in a file that `NAME_FILE` names, by the name without the prefix of a connector. */
const secrets = [
  ...['DSAR_BOOTSTRAP_KEY', 'DSAR_MASTER_KEY'],
  ...['WEBHOOK_SECRET', 'CLIENT_SECRET', 'CLIENT_ID', 'ACCOUNT_ID'],
];

/** Reads variables part by part, and tells every wrong one at once: by name, never with its value. */
export class EnvironmentReader {
  private readonly faults: string[] = [];

  constructor(private readonly environment: Environment) {}

  /** Whether a variable says something; an empty one counts as absent. */
  has(name: string): boolean {
    return Boolean(this.environment[name]);
  }

  /**
   * Reads the variables of a schema, each with the prefix before its name. What is returned gives the values; it
   * throws AppError when anything that was read is wrong.
   */
  read<S extends z.ZodObject>(schema: S, prefix = ''): () => z.infer<S> {
    const given: Record<string, string> = {};
    const unreadable = new Set<unknown>();
    for (const name of Object.keys(schema.shape)) {
      const fault = this.take(name, prefix, given);
      if (fault === undefined) continue;
      unreadable.add(name);
      this.faults.push(fault);
    }
    const parsed = schema.safeParse(given);
    for (const { path, message } of parsed.error?.issues ?? [])
      if (!unreadable.has(path[0])) this.faults.push(`${prefix}${String(path[0])} ${message}`);
    return () => {
      if (this.faults.length > 0 || !parsed.success)
        throw new AppError(
          'invalid_configuration',
          `The configuration is not usable: ${this.faults.join('; ')}.`,
        );
      return parsed.data;
    };
  }

  /** A secret may come from the file that `NAME_FILE` names. Returns what is wrong. */
  private take(name: string, prefix: string, given: Record<string, string>): string | undefined {
    const full = `${prefix}${name}`;
    // Empty variables count as absent.
    const value = this.environment[full] || undefined;
    const file = secrets.includes(name) ? this.environment[`${full}_FILE`] || undefined : undefined;
    if (value !== undefined) given[name] = value;
    if (file === undefined) return undefined;
    if (value !== undefined) return `${full} and ${full}_FILE are both set`;
    try {
      given[name] = readFileSync(file, 'utf8').trim();
      return undefined;
    } catch {
      return `${full}_FILE names a file that cannot be read`;
    }
  }
}
