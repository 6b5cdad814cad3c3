import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** What a signature is made of; undefined where the report has none. */
export interface SignedParts {
  signed?: Uint8Array<ArrayBuffer>;
  signature?: Uint8Array<ArrayBuffer>;
  pem?: string;
  /** Id of the key that `bag-info.txt` names. */
  named?: string;
}

/** What the check of a signature found. `unsupported`: this browser cannot check it. */
export interface Signature {
  state: 'none' | 'valid' | 'invalid' | 'unsupported';
  keyId?: string;
  /** Whether it is the key that the person named; absent: they named none. */
  isTrusted?: boolean;
}

/** Checks an Ed25519 signature with the key in the report, and compares that with the one the person named. */
export async function checkSignature(
  { signed, signature, pem, named }: SignedParts,
  trusted: string,
): Promise<Signature> {
  const isTrusted = (id: string) => (trusted.trim() === '' ? undefined : idOf(trusted) === id);
  if (signature === undefined && pem === undefined && named === undefined) return { state: 'none' };
  const key = pem === undefined ? undefined : derOf(pem);
  if (!signed || !signature || !key || named === undefined) return { state: 'invalid' };
  const keyId = fingerprint(key);
  if (keyId !== named) return { state: 'invalid', keyId };
  const state = await verify(key, signature, signed);
  return { state, keyId, isTrusted: isTrusted(keyId) };
}

async function verify(
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<Signature['state']> {
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('spki', key, 'Ed25519', false, ['verify']);
  } catch (error) {
    // NotSupportedError: the browser does not know Ed25519. DataError: that is no such key.
    return (error as Error).name === 'DataError' ? 'invalid' : 'unsupported';
  }
  return (await crypto.subtle.verify('Ed25519', imported, signature, signed)) ? 'valid' : 'invalid';
}

/** First 16 hexadecimal digits of the SHA-256 of the key in its public form. */
const fingerprint = (der: Uint8Array) => bytesToHex(sha256(der)).slice(0, 16);

/** The id that a person named, or that of the key they pasted. */
function idOf(text: string): string | undefined {
  const id = /^[0-9a-f]{16}$/.exec(text.trim().toLowerCase())?.[0];
  if (id !== undefined) return id;
  const der = derOf(text);
  return der && fingerprint(der);
}

function derOf(pem: string): Uint8Array<ArrayBuffer> | undefined {
  const base64 = /-----BEGIN PUBLIC KEY-----([\s\S]+?)-----END PUBLIC KEY-----/.exec(pem)?.[1];
  if (base64 === undefined) return undefined;
  try {
    return Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
