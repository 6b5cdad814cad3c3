import { open } from 'node:fs/promises';

/** How a file encrypted with age begins, as it is and in ASCII armour: https://age-encryption.org/v1 */
const version = 'age-encryption.org/v1';
const armour = '-----BEGIN AGE ENCRYPTED FILE-----';

/** Stanzas of post-quantum recipients: https://github.com/C2SP/C2SP/blob/main/age.md */
const postQuantum = /^-> mlkem768(x25519|p256tag) /m;

/** Which kind of age a file is encrypted with; undefined: with none. */
export async function ageKindOf(path: string): Promise<'classic' | 'post-quantum' | undefined> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    const start = buffer.toString('latin1', 0, bytesRead);
    const header = start.startsWith(armour) ? decode(start.slice(armour.length)) : start;
    if (!header.startsWith(version)) return start.startsWith(armour) ? 'classic' : undefined;
    return postQuantum.test(header) ? 'post-quantum' : 'classic';
  } finally {
    await file.close();
  }
}

const decode = (text: string) => Buffer.from(text.trim(), 'base64').toString('latin1');
