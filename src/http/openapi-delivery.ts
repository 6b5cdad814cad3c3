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
    '/reports/{link}': {
      get: page('showReportLink', 'A page with a button; looking does not use the link up'),
      post: page('useReportLink', 'The report, once'),
    },
  };
}

const makeLink = (): Operation => ({
  operationId: 'createReportLink',
  summary: 'Make a link that hands the report out once, without a key',
  description: `For the person the report is about. It works for 15 minutes at most, for one download. ${whoMay('link')}`,
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

const page = (operationId: string, summary: string): Operation => ({
  operationId,
  summary,
  description: 'For a browser.',
  security: [],
  parameters: [{ name: 'link', in: 'path', required: true, schema: { type: 'string' } }],
  responses: {
    200: { description: summary },
    410: { description: 'The link was used, is too old or its report was destroyed.' },
  },
});
