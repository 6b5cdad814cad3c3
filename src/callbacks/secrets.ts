import type { Receiver } from '../model/callback.js';
import type { Vault } from '../storage/vault.js';
import { createKey, createSecret, publicHalf, type SigningSecrets } from './signature.js';

const cellOf = (row: string) => ({ table: 'callback_receivers', column: 'secrets', row });

/** Seals the secrets of a receiver for its row. */
export const sealSecrets = (vault: Vault, id: string, secrets: SigningSecrets): string =>
  vault.sealOwn(cellOf(id), JSON.stringify(secrets));

/** Opens them. */
export const openSecrets = (
  vault: Vault,
  { id, secrets }: Pick<Receiver, 'id' | 'secrets'>,
): SigningSecrets => JSON.parse(vault.openOwn(cellOf(id), secrets)) as SigningSecrets;

/** The first secrets of a receiver. */
export const newSecrets = (withKey: boolean): SigningSecrets => ({
  hmac: [{ secret: createSecret() }],
  ...(withKey && { ed25519: createKey() }),
});

/** The next secret in front; what there was signs for so long beside it. The Ed25519 key stays. */
export function rotated({ hmac, ed25519 }: SigningSecrets, until: number, now: number): SigningSecrets {
  const before = hmac
    .filter((one) => one.until === undefined || one.until > now)
    .map((one) => ({ ...one, until: Math.min(one.until ?? until, until) }));
  return { hmac: [{ secret: createSecret() }, ...before], ...(ed25519 !== undefined && { ed25519 }) };
}

/** What a receiver needs to check v1a signatures; undefined: it gets none. */
export const publicKeyOf = ({ ed25519 }: SigningSecrets): string | undefined =>
  ed25519 === undefined ? undefined : publicHalf(ed25519);
