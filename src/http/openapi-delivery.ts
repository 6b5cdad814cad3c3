import { encryptedReport, readReport } from './openapi-report.js';
import { json, keyProblems, problem, whoMay, type Operation } from './openapi-parts.js';

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const version = {
  name: 'version',
  in: 'query',
  description: 'Absent: the latest.',
  schema: { type: 'integer', minimum: 1 },
};
const noReport = {
  404: problem('`not_found`: unknown, of another key, or no such version.'),
  409: problem('`report_not_ready`: unfinished, or ended without a report.'),
  410: problem('`report_expired`: it was destroyed.'),
};

/** Operations that hand reports out, and what belongs to trusting them. */
export function deliveryPaths(): Record<string, Record<string, Operation>> {
  return {
    '/v1/access-requests/{id}/report': { get: readReport(), post: encryptedReport() },
    '/v1/access-requests/{id}/report/links': { post: makeLink() },
    '/v1/access-requests/{id}/report/key': { get: readKey() },
    '/v1/signing-keys': { get: signingKeys() },
    '/reports/{link}': { get: showLink() },
    '/reports/{link}/download': { get: useLink() },
  };
}

const makeLink = (): Operation => ({
  operationId: 'createReportLink',
  summary: 'Make a link that hands the report out once, without a key',
  description: `For the person the report is about. It works for 15 minutes at most, for one download, which the browser or program that began it continues where it breaks off. A program: \`${curlLine}\`, again until it succeeds. ${whoMay('link')}`,
  parameters: [id],
  requestBody: { required: false, content: json('ReportLinkOrder') },
  responses: {
    201: { description: 'Made; the address is shown once.', content: json('ReportLink') },
    400: problem('`invalid_request`: the fields that are wrong are named.'),
    ...keyProblems,
    ...noReport,
    413: problem('`body_too_large`: more than 64 KiB.'),
  },
});

const readKey = (): Operation => ({
  operationId: 'readPseudonymKey',
  summary: 'See who stands behind the pseudonyms of a report',
  description: `Kept sealed, never in the report. Opening it is an entry of the ledger. ${whoMay('key')}`,
  parameters: [id, version],
  responses: {
    200: { description: 'The key.', content: json('PseudonymKey') },
    400: problem('`invalid_request`: the version is no number.'),
    ...keyProblems,
    ...noReport,
    409: problem('`report_not_ready`, or `no_pseudonyms`: other people kept their names in it.'),
  },
});

const signingKeys = (): Operation => ({
  operationId: 'listSigningKeys',
  summary: 'The public keys that sign the reports of this installation',
  description: 'As JWK (RFC 8037) and as PEM. Every role may read them.',
  responses: {
    200: { description: 'The keys.', content: json('SigningKeys') },
    401: keyProblems[401],
  },
});

/** Looks at the page for its cookie, then fetches what is missing of the file. */
const curlLine = 'curl -f -b jar -c jar -C - "$LINK" -o /dev/null "$LINK/download" -o report.zip';

const link = { name: 'link', in: 'path', required: true, schema: { type: 'string' } };
const html = (description: string) => ({
  description,
  content: { 'text/html': { schema: { type: 'string' } } },
});
const over = html('The link was used, is too old or its report was destroyed.');

const showLink = (): Operation => ({
  operationId: 'showReportLink',
  summary: 'A page with a button; looking does not use the link up',
  description: 'For a browser. Gives it the cookie the download asks for.',
  security: [],
  parameters: [link],
  responses: {
    200: html('The page.'),
    403: html('The download was begun in another browser.'),
    410: over,
  },
});

const useLink = (): Operation => ({
  operationId: 'useReportLink',
  summary: 'The report, once',
  description:
    'With the cookie of the page. The first call keeps the link for its browser, which continues in ranges what breaks off; the link is used up when the last byte has gone. HEAD begins nothing.',
  security: [],
  parameters: [link, { name: 'Range', in: 'header', schema: { type: 'string' }, example: 'bytes=1024-' }],
  responses: {
    200: {
      description: 'The zip.',
      content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
    },
    206: { description: 'The part that was asked for.' },
    304: { description: 'Not changed.' },
    403: html('Without the cookie of the page, or begun in another browser.'),
    410: over,
    412: { description: 'The report is another one than `If-Match` names.' },
    416: { description: 'The range lies outside the zip.' },
    500: html('What is stored is not what was published; the link is not used up.'),
  },
});
