import { header, json, keyProblems, problem, whoMay, type Json, type Operation } from './openapi-parts.js';
import { mostRecipients } from './recipients.js';

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const binary = { schema: { type: 'string', format: 'binary' } };
const digests = {
  ETag: header('SHA-256 of the zip, in quotes: a strong validator.'),
  'Repr-Digest': header('SHA-256 of the whole zip (RFC 9530), also with a part of it.'),
};
const opensWith = header(
  'Only of an encrypted report: the programs that open it, and from which version on.',
);
const problems = {
  400: problem('`invalid_request`: the fields that are wrong are named.'),
  ...keyProblems,
  404: problem('`not_found`: unknown, of another key, or no such version.'),
  409: problem('`report_not_ready`: unfinished, or ended without a report.'),
  410: problem('`report_expired`: it was destroyed.'),
  500: problem('`report_damaged`: what is stored is not what was published; retry the request.'),
};
const conditions = (...names: string[]): Json[] =>
  names.map((name) => ({ name, in: 'header', schema: { type: 'string' } }));

const kinds =
  'Recipients begin with `age1` (any version of age opens the file) or with `age1pq1` (post-quantum: age 1.3.0 or later, typage 0.3.0 or later, or older ones with age-plugin-pq); both kinds in one file, keys of SSH and recipients of plugins are refused.';

/** `GET …/report` */
export const readReport = (): Operation => ({
  operationId: 'getReport',
  summary: 'Fetch the report',
  description: [
    `The zip, whole or a part of it. Its layout is described in docs/report-format.md. The ledger tells every try as \`report.download_started\`, and \`report.downloaded\` when all of it has gone. ${whoMay('report')}`,
    'Conditions and ranges are those of RFC 9110. One range of bytes, also from the end (`bytes=-500`), is answered with 206; ranges that lie beside or in each other are one. Several others, a range that is not well-formed, and one with an `If-Range` that is not the `ETag` are answered with the whole zip. There is no date to compare with.',
    kinds,
  ].join('\n\n'),
  parameters: [
    id,
    {
      name: 'version',
      in: 'query',
      schema: { type: 'integer', minimum: 1 },
      description: 'Absent: the latest.',
    },
    { name: 'Range', in: 'header', schema: { type: 'string' }, example: 'bytes=0-1023' },
    ...conditions('If-Range', 'If-Match', 'If-None-Match'),
    {
      name: 'recipient',
      in: 'query',
      description: `Recipients of age, the parameter once for each: the zip comes encrypted, so that each one's key opens it; without ranges. Post-quantum ones are long: to send several, use POST.`,
      schema: { type: 'array', items: { type: 'string' }, maxItems: mostRecipients },
    },
  ],
  responses: {
    200: {
      description: 'The zip.',
      headers: {
        ...digests,
        'Accept-Ranges': header('`bytes`; `none` of an encrypted report.'),
        'Content-Disposition': header('Attachment.'),
        'X-Opens-With': opensWith,
      },
      content: { 'application/zip': binary, 'application/age': binary },
    },
    206: {
      description: 'The part that was asked for.',
      headers: { ...digests, 'Content-Range': header('Which part, and the size of the whole.') },
      content: { 'application/zip': binary },
    },
    304: { description: 'Not changed: `If-None-Match` names what there is.' },
    ...problems,
    412: problem('`not_as_expected`: `If-Match` names another report.'),
    416: {
      ...problem('`range_not_satisfiable`: the range lies outside the zip.'),
      headers: { 'Content-Range': header('`bytes */N`, with the size of the zip.') },
    },
  },
});

/** `POST …/report` */
export const encryptedReport = (): Operation => ({
  operationId: 'getEncryptedReport',
  summary: 'Fetch the report encrypted',
  description: `As with the parameter \`recipient\` of GET, but the recipients stand in the body. ${kinds} ${whoMay('report')}`,
  parameters: [id],
  requestBody: { required: true, content: json('EncryptionOrder') },
  responses: {
    200: {
      description: 'The encrypted zip. Every time it is encrypted anew.',
      headers: { 'Content-Disposition': header('Attachment.'), 'X-Opens-With': opensWith },
      content: { 'application/age': binary },
    },
    ...problems,
    413: problem('`body_too_large`: more than 64 KiB.'),
    415: problem('`unsupported_media_type`: not JSON.'),
  },
});
