/** Extensions whose files are never text. */
const binary = new Set(['mp4', 'm4a', 'mp3', 'jpg']);

/** How pages and errors of storage hosts begin; no file that is wanted does. */
const page = /^<(!|html|head|body|script|\?xml|error)/i;
/** A refusal in the place of a file that is JSON itself. */
const refusal = /^\{\s*"code"\s*:\s*"?\d+"?\s*,(?=.*"(error)?message"\s*:)/is;

/**
 * Whether an answer is a page about a file instead of the file: some vendors answer 200 with an HTML login page when
 * a download is not authorized, and storage hosts answer with XML or JSON.
 */
export function isErrorPage(contentType: string | undefined, extension: string, start: Buffer): boolean {
  const type = (contentType ?? '').toLowerCase();
  if (/\bhtml\b|[/+]xml\b/.test(type)) return true;
  if (/[/+]json\b/.test(type) && extension !== 'json') return true;
  const text = start
    .subarray(0, 256)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (page.test(text)) return true;
  if (extension === 'json' && refusal.test(text)) return true;
  return binary.has(extension) && /^[{[]\s*"/.test(text);
}
