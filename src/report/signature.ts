import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { describeKey } from '../storage/signing-key.js';

/** 64 bytes: the Ed25519 signature of `tagmanifest-sha256.txt`. */
export const signatureFile = 'tagmanifest-sha256.txt.sig';

/** The public key of the signature. Whether it is the installation's, only the installation can say. */
export const signingKeyFile = 'signing-key.pem';

/** The parts of a report that its signature is made of; undefined where the report has none. */
export interface SignedParts {
  tagManifest: Buffer;
  signature?: Buffer;
  keyPem?: string;
  /** `Signing-Key` of bag-info.txt. */
  namedKey?: string;
}

/** What a check of a signature found. */
export interface SignatureCheck {
  problems: string[];
  /** In words, for people. */
  checked: string;
  /** Id of the key; absent: the report is not signed. */
  keyId?: string;
}

/**
 * Checks the signature with the key in the report. With a trusted key (PEM) it must be that one, and an unsigned
 * report is a problem; without, whoever changed the report could have signed it anew.
 */
export function checkSignature(
  { tagManifest, signature, keyPem, namedKey }: SignedParts,
  trustedPem?: string,
): SignatureCheck {
  if (signature === undefined && keyPem === undefined && namedKey === undefined)
    return {
      problems: trustedPem === undefined ? [] : ['the report is not signed'],
      checked: 'the report is not signed',
    };
  const key = readKey(keyPem ?? '');
  if (!key || signature === undefined || namedKey === undefined)
    return { problems: ['the signature or its key is missing or unreadable'], checked: 'signature' };
  const { id } = describeKey(key);
  const problems: string[] = [];
  if (id !== namedKey) problems.push('bag-info.txt names another key than the one in the report');
  if (signature.length !== 64 || !verify(null, tagManifest, key, signature))
    problems.push('the signature of tagmanifest-sha256.txt is not valid');
  const trusted = trustedPem === undefined ? undefined : readKey(trustedPem);
  if (trustedPem !== undefined && (!trusted || describeKey(trusted).id !== id))
    problems.push('the report is signed with another key than the trusted one');
  const whose =
    trustedPem === undefined
      ? 'compare the key with the signing keys of the installation that made it'
      : 'the trusted key';
  return { problems, keyId: id, checked: `signature of tagmanifest-sha256.txt by key ${id} (${whose})` };
}

function readKey(pem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined; // what it means that there is no key, the caller says
  }
}
