import { open } from 'node:fs/promises';

/** How a file encrypted with age begins, as it is and in ASCII armour: https://age-encryption.org/v1 */
const beginnings = ['age-encryption.org/v1', '-----BEGIN AGE ENCRYPTED FILE-----'];

/** Whether a file is encrypted with age. */
export async function isAgeFile(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const start = buffer.toString('latin1', 0, bytesRead);
    return beginnings.some((beginning) => start.startsWith(beginning));
  } finally {
    await file.close();
  }
}
