import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

/** What went through has another digest than it should. */
export class OtherDigest extends Error {
  override readonly name = 'OtherDigest';
}

/** Passes bytes through but keeps the last piece back until the SHA-256 of all is the right one. */
export function holdLast(sha256: string): Transform {
  const hash = createHash('sha256');
  let held: Buffer | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      const before = held;
      held = chunk;
      done(null, before);
    },
    flush(done) {
      if (hash.digest('hex') === sha256) done(null, held);
      else done(new OtherDigest());
    },
  });
}
