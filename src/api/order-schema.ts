import { z } from 'zod';
import { offsetsOf } from '../local-days.js';
import { explainEmail } from './email.js';

const withoutControls = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;

/** Text of a caller: no control characters, well-formed. */
export const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(withoutControls, 'must not hold control characters')
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode');

const day = z.iso.date('must be a day such as 2026-01-31');

/** What a caller may ask for. Unknown fields are refused. */
export const orderSchema = (sourceNames: readonly string[]) =>
  z
    .strictObject({
      email: z
        .string()
        .max(254, 'must be at most 254 characters')
        .superRefine((email, context) => {
          const message = explainEmail(email);
          if (message !== undefined) context.addIssue({ code: 'custom', message });
        })
        .meta({ description: 'The person asked about.', format: 'email', examples: ['person@example.com'] }),
      connection_id: text(100).optional().meta({ description: 'Which account to ask; `default` if absent.' }),
      reference: text(200)
        .optional()
        .meta({ description: 'Your own id of the request; comes back and can be filtered by.' }),
      from: day.optional().meta({
        description: 'First day wanted, in `time_zone`. Absent: the first day any record can have.',
      }),
      to: day.optional().meta({ description: 'Last day wanted, in `time_zone`. Absent: today.' }),
      time_zone: z
        .string()
        .max(100)
        .refine((zone) => offsetsOf(zone) !== undefined, 'must be a time zone such as Europe/Berlin')
        .optional()
        .meta({
          description:
            'Whose days `from` and `to` are, as the IANA list names it. Absent: the zone of the person’s profile, else UTC.',
          examples: ['Europe/Berlin'],
        }),
      sources: z
        .array(z.enum(sourceNames, `must be one of ${sourceNames.join(', ')}`))
        .min(1, 'must name at least one source')
        .max(sourceNames.length, 'names more sources than there are')
        .optional()
        .meta({
          description:
            'Which sources to read: ids, groups of them, or `all`. One that is asked for each record of another reads that one too. What is named and cannot be read for want of a permission is a gap. Absent: those of the group `core`, and of the others what the granted scopes allow.',
        }),
      media: z
        .boolean()
        .default(true)
        .meta({ description: 'Whether audio, video and other files are fetched.' }),
      video: z.boolean().optional().meta({
        description:
          'With `media`: whether video is fetched, too. `false` fetches sound, chats, captions and transcripts and leaves video out; absent: it is fetched.',
      }),
      third_parties: z
        .enum(['keep', 'pseudonymise'])
        .optional()
        .meta({ description: 'Whether other people keep their names; absent: as the connection says.' }),
      due_at: z.iso
        .datetime({ offset: true, error: 'must be a moment such as 2026-01-31T12:00:00Z' })
        .optional()
        .meta({ description: 'When the answer is due; the request then says whether it may be missed.' }),
      callback_url: text(2_000).optional().meta({
        description:
          'Where callbacks of this request go: at or below the address of a callback of this key, with whose secret they are signed.',
        format: 'uri',
      }),
    })
    .refine(({ from, to }) => !from || !to || from <= to, {
      path: ['from'],
      message: 'must not be after "to"',
    })
    .meta({ id: 'AccessRequestOrder' });
