import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Where a secret stands. A ciphertext opens only in the place it was made for. */
export interface Place {
  table: string;
  column: string;
  row: string;
}

/** Encrypts secrets at rest: AES-256-GCM with a data key per row owner, wrapped by one master key. */
export interface Vault {
  /** A fresh data key for an owner, wrapped. */
  newKey(owner: string): string;
  /** Encrypts a text with the owner's data key. */
  seal(owner: string, wrappedKey: string, place: Place, text: string): string;
  /** Decrypts what `seal` made. Throws when key, place or text differ. */
  open(owner: string, wrappedKey: string, place: Place, sealed: string): string;
  /** Encrypts a text of the installation itself. */
  sealOwn(place: Place, text: string): string;
  openOwn(place: Place, sealed: string): string;
  /** The same text gives the same mark, and the mark does not tell the text. */
  mark(text: string): string;
}

/** Version of the ciphertext's form. */
const formVersion = 'v1';
/** Version of the key that sealed; there is one so far, and every ciphertext names it so that more can come. */
const keyVersion = 'k1';
const ivBytes = 12;
const tagBytes = 16;

/** A vault under a master key of 32 bytes. */
export function createVault(masterKey: Buffer): Vault {
  const markKey = Buffer.from(hkdfSync('sha256', masterKey, '', 'mark', 32));
  const wrapPlace = (owner: string): Place => ({ table: 'connections', column: 'data_key', row: owner });
  const unwrap = (owner: string, wrappedKey: string) =>
    Buffer.from(decrypt(masterKey, wrapPlace(owner), wrappedKey), 'base64url');
  return {
    newKey: (owner) => encrypt(masterKey, wrapPlace(owner), randomBytes(32).toString('base64url')),
    seal: (owner, wrappedKey, place, text) => encrypt(unwrap(owner, wrappedKey), place, text),
    open: (owner, wrappedKey, place, sealed) => decrypt(unwrap(owner, wrappedKey), place, sealed),
    sealOwn: (place, text) => encrypt(masterKey, place, text),
    openOwn: (place, sealed) => decrypt(masterKey, place, sealed),
    mark: (text) => createHmac('sha256', markKey).update(text).digest('base64url'),
  };
}

function encrypt(key: Buffer, place: Place, text: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(boundTo(place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [formVersion, keyVersion, iv.toString('base64url'), body.toString('base64url')].join('.');
}

function decrypt(key: Buffer, place: Place, sealed: string): string {
  const [form, version, iv = '', text = ''] = sealed.split('.');
  if (form !== formVersion || version !== keyVersion)
    throw new Error('The secret was sealed in a form or with a key this version does not know.');
  const body = Buffer.from(text, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(boundTo(place)).setAuthTag(body.subarray(-tagBytes));
  return Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
}

const boundTo = ({ table, column, row }: Place) =>
  Buffer.from(JSON.stringify([formVersion, keyVersion, table, column, row]));
