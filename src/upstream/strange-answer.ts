import { Refusal, Transient } from './refusal.js';
import type { Incoming } from './send.js';

/** Somebody else than the vendor answered: a firewall, a proxy, the portal of a network. It may pass. */
export class StrangeAnswer extends Transient {
  constructor(
    private readonly host: string,
    private readonly status: number,
    /** Such as "a web page". */
    private readonly what: string,
  ) {
    super('vendor_unreachable', 'somebody else than the vendor answered');
  }

  /** What a file ends with when it does not pass. */
  toRefusal(): Refusal {
    const remedy = `Something between this service and the vendor answered for ${this.host} with HTTP status ${this.status} and ${this.what}, again and again. Let this service reach ${this.host} through the firewall or proxy, then run the request again.`;
    return new Refusal('failed', 'vendor_unreachable', remedy);
  }
}

/** What a body is that is not the vendor's word. */
export function describeBody({ headers }: Incoming, text: string): string {
  const start = text.trimStart();
  if (start === '') return 'an empty body';
  if (/\bhtml\b/i.test(headers['content-type'] ?? '') || /^<(!doctype|html)/i.test(start))
    return 'a web page';
  if (start.startsWith('<')) return 'XML';
  return /^[{[]/.test(start) ? 'JSON of somebody else' : 'text of somebody else';
}

/** How storage hosts word a refusal: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const isStorageError = (text: string) => /^\s*(?:<\?xml[^>]*\?>\s*)?<Error>[^]*<Code>/.test(text);
