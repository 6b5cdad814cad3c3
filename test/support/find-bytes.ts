import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A secret in the forms in which it could slip out. */
export function formsOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret);
  const texts = [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
  return [...new Set(texts)].map((text) => Buffer.from(text));
}

/** Where a secret stands, by the name of the place. */
export function placesOf(secret: string, places: ReadonlyMap<string, Buffer>): string[] {
  const forms = formsOf(secret);
  return [...places].filter(([, bytes]) => forms.some((form) => bytes.includes(form))).map(([name]) => name);
}

/** Every file below a folder, write-ahead logs included, byte by byte. */
export function filesBelow(folder: string, leftOut: readonly string[] = []): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !leftOut.includes(entry.name));
  return new Map(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name))]),
  );
}
