import { AppError } from '../errors.js';
import { unlessAborted } from '../upstream/unless-aborted.js';

/** Longest wait for a secret, so that whoever calls us has an answer in time. */
const readWithinMs = 1_000;

const reference = /^(file|env):/;

/**
 * Reads secrets that are given in full or by reference. Whoever asks for one that is being read waits for that reading,
 * and not for ever: a file system that hangs holds one thread per secret, however many ask.
 */
export class SecretReader {
  private readonly reading = new Map<string, Promise<string>>();

  /** `resolveSecret` reads a credential that is given as `file:` or `env:`; other texts are the credential itself. */
  constructor(private readonly resolveSecret: (text: string) => Promise<string>) {}

  /** Rejects with AppError when a reference leads nowhere or not in time. */
  async read(text: string): Promise<string> {
    if (!reference.test(text)) return text;
    const limit = AbortSignal.timeout(readWithinMs);
    try {
      return await unlessAborted(this.begin(text), limit);
    } catch (error) {
      if (!limit.aborted || error instanceof AppError) throw error;
      throw new AppError('invalid_request', 'A credential refers to a file that cannot be read in time.');
    }
  }

  private begin(text: string): Promise<string> {
    const known = this.reading.get(text);
    if (known) return known;
    const reading = this.resolveSecret(text).finally(() => this.reading.delete(text));
    this.reading.set(text, reading);
    return reading;
  }
}
