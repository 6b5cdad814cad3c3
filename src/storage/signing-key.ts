import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { sha256Of } from '../sha256.js';
import type { SettingStore } from './setting-store.js';
import type { Vault } from './vault.js';

/** The public half of a key that signs reports. */
export interface PublicSigningKey {
  /** First 16 hexadecimal digits of the SHA-256 of the key in its public form (SPKI, DER). */
  id: string;
  /** SPKI in PEM, as `openssl` reads it. */
  pem: string;
  /** The 32 bytes of the key in base64url, as in a JWK (RFC 8037). */
  x: string;
}

/** Signs with the installation's Ed25519 key. */
export interface Signer {
  publicKey: PublicSigningKey;
  /** 64 bytes (RFC 8032). */
  sign(content: Buffer): Buffer;
}

const name = 'signing_key';
const place = { table: 'settings', column: 'value', row: name };

/** The installation's key, made at its first start and sealed in the database. */
export async function openSigner(settings: SettingStore, vault: Vault): Promise<Signer> {
  const sealed = await settings.find(name);
  const pem = sealed === undefined ? await makeKey(settings, vault) : vault.openOwn(place, sealed);
  const key = createPrivateKey(pem);
  return { publicKey: describeKey(createPublicKey(key)), sign: (content) => sign(null, content, key) };
}

async function makeKey(settings: SettingStore, vault: Vault): Promise<string> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await settings.insert(name, vault.sealOwn(place, pem));
  return pem;
}

/** Describes a public key. Throws TypeError when it is of another kind. */
export function describeKey(key: KeyObject): PublicSigningKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('Reports are signed with Ed25519 only.');
  const der = key.export({ type: 'spki', format: 'der' });
  return {
    id: sha256Of(der).slice(0, 16),
    pem: key.export({ type: 'spki', format: 'pem' }).toString(),
    x: String(key.export({ format: 'jwk' }).x),
  };
}
