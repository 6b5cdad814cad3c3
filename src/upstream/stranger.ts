import { isVendorRecord } from '../contract/index.js';
import { Refusal, Transient } from './refusal.js';

/** Somebody who answers in the vendor's place, as far as it may be told: never what the answer says. */
export interface Stranger {
  /** Who was asked. */
  host: string;
  /** HTTP status of the answer. */
  status: number;
  /** What came, in plain words. */
  what: string;
}

/** Describes an answer that is not in the vendor's own form. */
export function strangerOf(
  { host, status, headers }: Answer,
  text: string,
  parsed: unknown,
  code?: number,
): Stranger {
  return {
    host: host ?? 'The address of the vendor',
    status,
    what: nameOf(status, headers, text, parsed, code),
  };
}

/** Somebody else than the vendor answered where a file was to come: it may pass. */
export class StrangeAnswer extends Transient {
  constructor(private readonly stranger: Stranger) {
    super('vendor_unreachable', 'somebody else than the vendor answered');
  }

  /** What a file ends with when it does not pass. */
  toRefusal(): Refusal {
    return new Refusal('failed', 'vendor_unreachable', remedyFor(this.stranger));
  }
}

/** How storage hosts word a refusal: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const isStorageError = (text: string) => /^\s*(?:<\?xml[^>]*\?>\s*)?<Error>[^]*<Code>/.test(text);

interface Answer {
  host?: string;
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
}

/** What to do about somebody who stays in the vendor's place: who, with which status, and what kind of answer. */
export function remedyFor({ host, status, what }: Stranger): string {
  const who = `${host} answered with HTTP status ${status} and ${what} again and again, which is not the vendor's own form`;
  if (status === 407)
    return `${who}: a proxy in between wants a user and a password. Put them into HTTPS_PROXY, then run the request again.`;
  const guess =
    status >= 500
      ? 'the vendor is out of order, or a proxy or firewall in between is'
      : 'probably a firewall, a proxy or a sign-in page in between speaks';
  return `${who}: ${guess}. Let calls to this host pass unchanged; where only a proxy leads out, name it in HTTPS_PROXY, and where it reads along, name its certificate in NODE_EXTRA_CA_CERTS. Then run the request again.`;
}

function nameOf(
  status: number,
  headers: Answer['headers'],
  text: string,
  parsed: unknown,
  code: number | undefined,
): string {
  if (status >= 300 && status < 400) return 'a redirect to another address';
  const start = text.trimStart().slice(0, 256).toLowerCase();
  const type = (headers['content-type'] ?? '').toLowerCase();
  if (start === '') return 'an empty body';
  if (isVendorRecord(parsed))
    return code === undefined
      ? 'JSON without the vendor’s error number'
      : `JSON with the error number ${code}, which the vendor does not use there`;
  if (parsed !== undefined) return 'JSON that is no object';
  if (/^<(\?xml|error)/.test(start) || /[/+]xml\b/.test(type)) return 'XML';
  if (start.startsWith('<') || type.includes('html')) return 'an HTML page';
  return 'a text that is not JSON';
}
