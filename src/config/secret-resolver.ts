import { AppError } from '../errors.js';
import { readSecretFile } from '../secret-file.js';
import type { Environment } from './environment-reader.js';

/**
 * Reads credentials that are given by reference: `file:/absolute/path` of a file in `DSAR_SECRETS_DIR`, or `env:NAME`
 * with the prefix of a connector, which keeps a reference from reading this program's own variables. Any other text is
 * the credential itself. Rejects with AppError when the reference leads nowhere.
 */
export function secretResolver(
  prefixes: readonly string[],
  environment: Environment,
): (text: string) => Promise<string> {
  const referable = new RegExp(`^env:((?:${prefixes.join('|')})_[A-Z0-9_]+)$`);
  const nowhere = (what: string) => new AppError('invalid_request', `A credential refers to ${what}.`);
  return async (text) => {
    const name = referable.exec(text)?.[1];
    if (name !== undefined) {
      const value = environment[name];
      if (!value) throw nowhere('a variable that is not set');
      return value;
    }
    if (text.startsWith('env:')) {
      const starts = prefixes.map((prefix) => `${prefix}_`).join(' or ');
      throw nowhere(`a variable whose name does not start with ${starts}`);
    }
    if (!text.startsWith('file:')) return text;
    return readSecretFile(text.slice('file:'.length), environment.DSAR_SECRETS_DIR);
  };
}
