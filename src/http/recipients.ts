import { Encrypter } from 'age-encryption';
import { z } from 'zod';
import { AppError, type FieldError } from '../errors.js';

/** Most recipients of one file: to encrypt to a post-quantum one takes a core 12 ms. */
export const mostRecipients = 10;

/** Whom a file is encrypted to; each is judged by `sealFor`, which can say what is wrong with it. */
export const recipientsSchema = z
  .array(z.string(), 'must be a list of recipients')
  .min(1, 'must name a recipient')
  .max(mostRecipients, `must be at most ${mostRecipients} recipients`);

/** What encrypts to recipients, and which programs open what comes of it. */
export interface Seal {
  encrypter: Encrypter;
  count: number;
  isPostQuantum: boolean;
  opensWith: string;
}

/** Programs and their versions: https://github.com/FiloSottile/age#post-quantum-keys */
const opensWith = {
  classic: 'age 1.0.0 or later, rage, typage',
  postQuantum: 'age 1.3.0 or later, typage 0.3.0 or later, or older ones with age-plugin-pq',
};

const postQuantum = /^age1pq1/;

/** What people send for a recipient, and what to do about it. The first that fits is said. */
const mistakes: [form: RegExp, detail: string][] = [
  [
    /^age-secret-key-/i,
    'is a secret key, which nobody but its owner should ever have seen: make a new one with age-keygen and send what "age-keygen -y" shows of it',
  ],
  [
    /^(ssh-|ecdsa-|sk-)/,
    'is a key of SSH, and only keys of age itself are taken: make one with age-keygen and send its "age1…"',
  ],
  [
    /^age1(?!pq1)[a-z0-9+.-]*1/,
    'belongs to a plugin or a hardware key, and only "age1…" and "age1pq1…" are taken: make a key with age-keygen',
  ],
  [/^(?!age1)/, 'is no recipient of age, which begins with "age1" or "age1pq1" (age-keygen -y shows it)'],
];

/**
 * What encrypts to all of these. Throws AppError that names each wrong one by its place and never repeats it; `pointer`
 * says where a place stands in what was sent.
 */
export async function sealFor(
  recipients: readonly string[],
  pointer: (place: number) => string,
): Promise<Seal> {
  const fields: FieldError[] = [];
  const encrypter = new Encrypter();
  for (const [place, recipient] of recipients.entries()) {
    const first = recipients.indexOf(recipient);
    const detail =
      first < place ? `is recipient ${first + 1} once more: name each once` : await judge(recipient);
    if (detail === undefined) encrypter.addRecipient(recipient);
    else fields.push({ pointer: pointer(place), detail });
  }
  if (fields.length > 0) throw wrong(recipients.length, fields, pointer);
  const count = recipients.length;
  const strong = recipients.filter((recipient) => postQuantum.test(recipient)).length;
  if (strong > 0 && strong < count) throw mixed(recipients, pointer);
  const isPostQuantum = strong > 0;
  return {
    ...{ encrypter, count, isPostQuantum },
    opensWith: opensWith[isPostQuantum ? 'postQuantum' : 'classic'],
  };
}

async function judge(recipient: string): Promise<string | undefined> {
  const mistake = mistakes.find(([form]) => form.test(recipient));
  if (mistake) return mistake[1];
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch {
    return 'is not whole, or a character of it is wrong: its check digits do not fit, so copy it again';
  }
  try {
    // Some numbers have the form of a key and are none; that shows only when something is encrypted to them.
    await encrypter.encrypt(new Uint8Array());
    return undefined;
  } catch {
    return 'has the form of a recipient but is no key that can be encrypted to: make one with age-keygen';
  }
}

function wrong(count: number, fields: FieldError[], pointer: (place: number) => string): AppError {
  const places = new Map(Array.from({ length: count }, (_, place) => [pointer(place), place + 1]));
  const name = (at: string) =>
    count === 1 ? 'The recipient' : `Recipient ${places.get(at) ?? ''} of ${count}`;
  const sentences = fields.map(({ pointer: at, detail }) => `${name(at)} ${detail}.`);
  return new AppError('invalid_request', sentences.join(' '), { fields });
}

/** The label "postquantum" of age: https://github.com/C2SP/C2SP/blob/main/age.md and age-plugin.md */
function mixed(recipients: readonly string[], pointer: (place: number) => string): AppError {
  const fields = recipients.flatMap((recipient, place) =>
    postQuantum.test(recipient)
      ? []
      : [{ pointer: pointer(place), detail: 'is not post-quantum, as others are' }],
  );
  return new AppError(
    'invalid_request',
    'Post-quantum recipients (age1pq1…) and classic ones (age1…) must not stand in one file: whoever breaks a classic key opens it for all, so age refuses it, too. Fetch the report once for either kind.',
    { fields },
  );
}
