import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Where a secret stands: the associated data of its ciphertext, which opens nowhere else. */
export interface Cell {
  table: string;
  column: string;
  row: string;
}

/** Encrypts secrets at rest: AES-256-GCM with a data key per row owner, wrapped by one master key. */
export interface Vault {
  /** A fresh data key for an owner, wrapped. */
  newKey(owner: string): string;
  /** Encrypts a text with the owner's data key. */
  seal(owner: string, wrappedKey: string, cell: Cell, text: string): string;
  /** Decrypts what `seal` made. Throws when key, cell or text differ. */
  open(owner: string, wrappedKey: string, cell: Cell, sealed: string): string;
  /** Encrypts a text of the installation itself. */
  sealOwn(cell: Cell, text: string): string;
  openOwn(cell: Cell, sealed: string): string;
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
  const wrapCell = (owner: string): Cell => ({ table: 'connections', column: 'data_key', row: owner });
  const unwrap = (owner: string, wrappedKey: string) =>
    Buffer.from(decrypt(masterKey, wrapCell(owner), wrappedKey), 'base64url');
  return {
    newKey: (owner) => encrypt(masterKey, wrapCell(owner), randomBytes(32).toString('base64url')),
    seal: (owner, wrappedKey, cell, text) => encrypt(unwrap(owner, wrappedKey), cell, text),
    open: (owner, wrappedKey, cell, sealed) => decrypt(unwrap(owner, wrappedKey), cell, sealed),
    sealOwn: (cell, text) => encrypt(masterKey, cell, text),
    openOwn: (cell, sealed) => decrypt(masterKey, cell, sealed),
    mark: (text) => createHmac('sha256', markKey).update(text).digest('base64url'),
  };
}

function encrypt(key: Buffer, cell: Cell, text: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(boundTo(cell));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [formVersion, keyVersion, iv.toString('base64url'), body.toString('base64url')].join('.');
}

function decrypt(key: Buffer, cell: Cell, sealed: string): string {
  const [form, version, iv = '', text = ''] = sealed.split('.');
  if (form !== formVersion || version !== keyVersion)
    throw new Error('The secret was sealed in a form or with a key this version does not know.');
  const body = Buffer.from(text, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(boundTo(cell)).setAuthTag(body.subarray(-tagBytes));
  return Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()]).toString('utf8');
}

const boundTo = ({ table, column, row }: Cell) =>
  Buffer.from(JSON.stringify([formVersion, keyVersion, table, column, row]));
