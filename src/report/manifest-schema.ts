import { z } from 'zod';
import { outcomes } from '../contract/index.js';
import { uncoveredKinds } from './not-covered.js';
import { standings } from './standing.js';

const count = z.int().nonnegative();
const day = z.string().meta({ description: 'UTC day, yyyy-mm-dd' });
const moment = z.string().meta({ description: 'RFC 3339, UTC' });
const span = z.looseObject({ from: day, to: day });
const spans = z.array(span);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const searched = z.array(z.looseObject({ place: z.string(), result: z.string() }));

const notSearched = z.array(
  z.looseObject({
    ...{ place: z.string(), result: z.string(), reason: z.string().optional() },
    remedy: z.string().optional().meta({ description: 'A sentence that helps' }),
  }),
);

const said = z.string().nullable();

const parent = z.looseObject({
  source: z.string(),
  record: count.nullable().meta({ description: 'Its line in that source, counted from 1' }),
  id: z.string().nullable().meta({ description: 'Null where other people are not named' }),
});

const source = z.looseObject({
  id: z.string().meta({ description: 'Which source' }),
  title: z.string(),
  category: z.string(),
  outcome: z.enum(outcomes),
  standing: z
    .enum(standings)
    .optional()
    .meta({ description: 'Whether it was asked, and answered or refused; since 1.2' }),
  reason: z.string().nullable().meta({ description: 'Why something is missing' }),
  remedy: z.string().nullable().meta({ description: 'A sentence that helps' }),
  problems: z.array(z.looseObject({ reason: z.string(), remedy: z.string(), count })),
  windows_asked: spans,
  windows_answered: spans,
  out_of_reach: spans.meta({ description: 'Spans the vendor no longer answers for' }),
  begins: z
    .looseObject({
      ...{ day, bound: z.enum(['requested', 'look_back', 'earliest']) },
      ...{ because: z.string().nullable(), docs: z.string().nullable() },
    })
    .nullable()
    .optional()
    .meta({ description: 'From which day on it was asked, and what set this bound' }),
  calls: count,
  pages: count.meta({ description: 'Pages read from the vendor' }),
  records: count,
  duplicates: count,
  outside_period: count
    .optional()
    .meta({ description: 'Records at the ends of the dates asked, not wanted' }),
  unrecognised: count,
  vendor_total: count.nullable(),
  vendor_total_differs: z
    .enum(['read_again', 'not_all_stated', 'vendor_states_fewer', 'vendor_states_more'])
    .nullable()
    .optional()
    .meta({ description: 'Why records, duplicates and outside_period do not add up to vendor_total' }),
  bytes: count,
  secrets_masked: count,
  html_pages: count.meta({ description: 'Pages of this source in the folder pages/' }),
  search_pages: count.optional().meta({ description: 'Pages that search all its records; since 1.2' }),
  files: count,
  files_left_out: count,
  files_not_given: count,
  size_differs: count,
  looked_through: count
    .optional()
    .meta({ description: 'Records about nobody who was asked about: looked at, and not kept' }),
  others_left_out: count
    .optional()
    .meta({ description: 'Records that name other people only, whom the request does not keep' }),
  unnamed: count
    .optional()
    .meta({ description: 'Records that name nobody, so that whose they are cannot be told: not kept' }),
  limits: z
    .array(z.string())
    .optional()
    .meta({ description: 'What the vendor does not tell about this kind of data' }),
  parents: z
    .looseObject({ asked: count, same: count, nothing_to_ask: count })
    .optional()
    .meta({ description: 'Asked for each record of another source: what became of those records' }),
  missing: z
    .array(z.looseObject({ parent, reason: z.string() }))
    .optional()
    .meta({ description: 'Of those the ones for which something is missing' }),
  beyond_reach: z
    .array(z.looseObject({ parent, at: z.string().nullable() }))
    .optional()
    .meta({ description: 'Of those the ones that are too old to be answered for' }),
});

const completeness = z.looseObject({
  statement: z.string().meta({ description: 'The statement in words' }),
  is_complete: z.boolean().meta({ description: 'No gap, and the person was looked for everywhere' }),
  totals: z.looseObject({
    ...{
      sources: count,
      sources_asked: count,
      calls: count,
      pages: count,
      records: count,
      duplicates: count,
    },
    ...{ unrecognised: count, files: count, files_left_out: count, files_not_given: count, bytes: count },
    secrets_masked: count,
    ...{ sources_answered: count.optional(), sources_refused: count.optional() },
    ...{ sources_without_answer: count.optional(), sources_not_asked: count.optional() },
  }),
  gaps: z.array(z.string()).meta({ description: 'Ids of the sources with a gap' }),
  limits: z
    .array(
      z.looseObject({ source: z.string(), look_back_months: count, answers_from: day, out_of_reach: spans }),
    )
    .meta({ description: 'How far the vendor reaches back' }),
  certificate_of_no_data: z
    .looseObject({
      statement: z.string(),
      issued_at: moment,
      kind: z.enum(['no_user', 'no_records']),
      searched,
      places: z.array(z.looseObject({ source: z.string(), windows: spans })),
      counts: z
        .looseObject({ answered: count, refused: count, no_answer: count, not_asked: count })
        .optional()
        .meta({ description: 'How many places the certificate is about, and how many not; since 1.2' }),
    })
    .nullable(),
  not_covered: z
    .array(
      z.looseObject({
        ...{ kind: z.enum(uncoveredKinds), id: z.string().nullable(), title: z.string(), why: z.string() },
      }),
    )
    .optional()
    .meta({ description: 'What may be kept about the person and is not in the report; since 1.2' }),
});

/** The form of manifest.json. Unknown fields are allowed: a later version of the first number may add some. */
export const manifestSchema = z
  .looseObject({
    format_version: z.string().regex(/^1\./),
    status: z.enum(['completed', 'completed_with_gaps', 'no_match']),
    program: z.looseObject({ name: z.string(), version: z.string() }),
    request: z.looseObject({
      ...{ id: z.string(), reference: z.string().nullable(), created_at: moment, collected_at: moment },
      ...{ from: z.string().nullable(), to: z.string().nullable(), media: z.boolean() },
      video: z.literal(false).optional().meta({ description: 'Video was left out' }),
      time_zone: z.string().optional().meta({ description: 'Whose days `from` and `to` are' }),
      time_zone_from: z.enum(['request', 'profile', 'default']).optional(),
    }),
    subject: z.looseObject({
      ...{ email: z.string(), found: z.boolean(), vendor_user_id: z.string().nullable() },
      current_email: z.string().nullable().optional().meta({
        description: 'The address the vendor has for the person, where it is another than the one asked',
      }),
      spellings: z.array(z.string()).optional().meta({ description: 'Ways of writing the address tried' }),
      ...{ state: z.string().nullable(), user_created_at: moment.nullable() },
      ...{ searched, not_searched: notSearched },
    }),
    connection: z.looseObject({
      ...{ id: z.string(), connector: z.string(), plan: z.string(), rate_share: z.number() },
    }),
    time_zone_rules: z
      .string()
      .optional()
      .meta({ description: 'Release of the IANA rules by which the pages show local times' }),
    completeness,
    sources: z.array(source),
    rights: z
      .looseObject({
        controller: z
          .looseObject({ name: z.string(), contact: z.string(), privacy_officer: z.string().nullable() })
          .nullable(),
        ...{ authority: said, transfers: said, sold_or_shared: said },
        uses: z.array(
          z.looseObject({
            ...{ source: z.string(), purposes: said, categories: z.string(), retention: said, origin: said },
            ...{ recipients: z.array(z.string()), automated_decisions: said },
          }),
        ),
      })
      .meta({ description: 'What the controller says of Article 15(1) and (2); null: not said' }),
    third_parties: z
      .enum(['keep', 'pseudonymise'])
      .meta({ description: 'Whether other people keep their names' }),
    review: z
      .array(z.looseObject({ path: z.string(), why: z.string() }))
      .meta({ description: 'Files only a person can look through; empty when names are kept' }),
    files: z.array(z.looseObject({ path: z.string(), bytes: count, sha256 })),
  })
  .meta({ title: 'manifest.json of an access report, version 1.2' });
