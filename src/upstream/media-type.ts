/** Extensions whose files are never text. */
const binary = new Set(['mp4', 'm4a', 'mp3', 'jpg']);

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
  if (extension !== 'txt' && /^<(!doctype|html|\?xml|error)/i.test(text)) return true;
  return binary.has(extension) && /^[{[]\s*"/.test(text);
}
