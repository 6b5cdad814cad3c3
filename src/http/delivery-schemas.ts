import { z } from 'zod';
import { recipientsSchema } from './recipients.js';
import { longestLinkSeconds } from './report-links.js';

const version = z
  .number()
  .int()
  .min(1)
  .max(1_000_000)
  .optional()
  .meta({ description: 'Which version; absent: the latest.' });

/** Which report to fetch. */
export const reportSchema = z.strictObject({
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
  recipient: z.preprocess((sent) => (typeof sent === 'string' ? [sent] : sent), recipientsSchema).optional(),
});

/** A report that is encrypted to these. */
export const encryptionOrderSchema = z
  .strictObject({
    version,
    recipients: recipientsSchema.meta({
      description:
        'Recipients of age: "age1…", or post-quantum "age1pq1…", but not both kinds. Each one\'s key opens the file.',
    }),
  })
  .meta({ id: 'EncryptionOrder' });

/** Which key to open. */
export const versionSchema = reportSchema.pick({ version: true });

/** A link for one download. */
export const linkOrderSchema = z
  .strictObject({
    version,
    seconds: z
      .number()
      .int()
      .min(1)
      .max(longestLinkSeconds)
      .default(longestLinkSeconds)
      .meta({ description: 'How long the link works.' }),
  })
  .meta({ id: 'ReportLinkOrder' });

/** A link that was made. */
export const linkSchema = z
  .object({
    url: z.url().meta({ description: 'A page with a button that hands the report out once, without a key.' }),
    expires_at: z.iso.datetime(),
    version: z.number().int(),
  })
  .meta({ id: 'ReportLink' });

/** The keys that sign the reports of this installation. */
export const signingKeysSchema = z
  .object({
    keys: z.array(
      z
        .object({
          kid: z.string().meta({ description: 'Stands in bag-info.txt as Signing-Key.' }),
          kty: z.literal('OKP'),
          crv: z.literal('Ed25519'),
          alg: z.literal('EdDSA'),
          use: z.literal('sig'),
          x: z.string(),
          pem: z.string(),
        })
        .meta({ id: 'SigningKey' }),
    ),
  })
  .meta({ id: 'SigningKeys' });

/** Who stands behind the pseudonyms of a report. */
export const keyTableSchema = z
  .object({
    request: z.string(),
    version: z.number().int(),
    people: z.array(z.record(z.string(), z.unknown())),
  })
  .meta({ id: 'PseudonymKey' });
