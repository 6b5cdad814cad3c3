import { isRefusalJson } from './refusal-json.js';

/** Bytes of a file's start that are looked at; a refusal or a page is shorter, or shows itself there. */
export const headBytes = 64 * 1024;

/** Extensions whose files are never text. */
const binary = new Set(['mp4', 'm4a', 'mp3', 'jpg', 'png', 'wav']);

/** Files that are packed by their nature, or of which nobody knows the nature. */
const mayBePacked = new Set(['gz', 'tgz', 'bin']);

/** First elements of pages, and of errors as storage hosts and gateways write them; namespaces aside. */
const pageRoots =
  /^<(?:!doctype\s+html|(?:[a-z]\w*:)?(?:html|head|body|script|title|meta|error|errors|errorresponse|exception|fault|envelope|center|h1)[\s/>])/i;

/** What may stand before the first element. */
const prologue = /^(?:\s+|<\?xml[^>]*\?>|<!--[^]*?-->|<!doctype\s+(?!html)[^>]*>)/i;

/** The longest answer of plain words; no sound, picture or film is so short and nothing but letters. */
const longestWords = 512;

/** What came, as far as it is known. */
export interface Come {
  /** The file's first bytes. */
  start: Buffer;
  /** `start` is all of it. */
  isWhole: boolean;
  contentType?: string;
  /** What the record calls it. */
  extension: string;
}

/**
 * Whether what came is a page or a refusal instead of the file: vendors answer 200 with a login page, storage hosts
 * with XML, gateways with JSON. The bytes decide, not the type; JSON that says something else is a file.
 */
export function isErrorPage({ start, isWhole, contentType = '', extension }: Come): boolean {
  if (isGzip(start)) return !mayBePacked.has(extension);
  const text = toText(start);
  const isBinary = binary.has(extension);
  const { body, isXml } = withoutPrologue(text);
  if (pageRoots.test(`${body.slice(0, 200)} `)) return true;
  if (isBinary && (isXml || /^(?:\{\s*["}]|\[\s*["{[\]])/.test(body))) return true;
  if (/\bhtml\b/i.test(contentType) && isWords(start) && (isBinary || /<\/?[a-z][^<>]*>/i.test(text)))
    return true;
  if (!isWhole) return false;
  if (isBinary && start.length <= longestWords && isWords(start)) return true;
  return isRefusalJson(body.trim());
}

/** RFC 1952 */
export const isGzip = (start: Buffer) => start[0] === 0x1f && start[1] === 0x8b;

/** Bytes of plain text only: no control signs but those of lines and columns. */
export function isText(start: Buffer): boolean {
  return start.length > 0 && start.every((byte) => byte >= 0x20 || [0x09, 0x0a, 0x0d].includes(byte));
}

/** Plain text with a word in it; one sign again and again is silence or padding. */
function isWords(start: Buffer): boolean {
  return isText(start) && /(\p{L})(?!\1)\p{L}/u.test(start.toString('utf8'));
}

/** Pages are found by their ASCII letters, whatever the encoding. */
function toText(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return start.subarray(2).toString('utf16le');
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return start.subarray(3).toString('utf8');
  return start.toString('utf8');
}

function withoutPrologue(text: string): { body: string; isXml: boolean } {
  let body = text;
  let isXml = false;
  for (let found = prologue.exec(body); found; found = prologue.exec(body)) {
    isXml ||= found[0].startsWith('<?');
    body = body.slice(found[0].length);
  }
  return { body, isXml };
}
