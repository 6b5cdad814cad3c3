import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';

/** What the callbacks of a receiver are signed with (Standard Webhooks 1.0.0). */
export interface SigningSecrets {
  /** `whsec_…`, newest first: all of them sign, so that a receiver may change over in its own time. */
  hmac: { secret: string; until?: number }[];
  /** Private Ed25519 key as PKCS#8 PEM, where the receiver wants signatures without a shared secret, too. */
  ed25519?: string;
}

/** The message of one attempt. */
export interface Signed {
  id: string;
  /** Seconds since 1970, of the attempt. */
  timestamp: number;
  body: string;
}

const secretPrefix = 'whsec_';

/** A secret of 256 random bits. */
export const createSecret = () => `${secretPrefix}${randomBytes(32).toString('base64')}`;

/** A private Ed25519 key. */
export const createKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The public half of a key, `whpk_` and its 32 bytes in base64. */
export function publicHalf(key: string): string {
  const { x } = createPublicKey(createPrivateKey(key)).export({ format: 'jwk' });
  return `whpk_${Buffer.from(String(x), 'base64url').toString('base64')}`;
}

/** The headers of an attempt: id, moment, and one signature for each secret that counts. */
export function signedHeaders(
  secrets: SigningSecrets,
  { id, timestamp, body }: Signed,
): Record<string, string> {
  const content = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = secrets.hmac
    .filter(({ until }) => until === undefined || until > timestamp * 1_000)
    .map(({ secret }) => `v1,${createHmac('sha256', bytesOf(secret)).update(content).digest('base64')}`);
  if (secrets.ed25519 !== undefined)
    signatures.push(`v1a,${sign(null, content, createPrivateKey(secrets.ed25519)).toString('base64')}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}

const bytesOf = (secret: string) => Buffer.from(secret.slice(secretPrefix.length), 'base64');
