/** Files that can be read as text. */
export const textExtensions: ReadonlySet<string> = new Set([
  'vtt',
  'srt',
  'txt',
  'csv',
  'json',
  'html',
  'xml',
  'md',
]);

/** Bytes of a JSON file that is read whole; a larger one is read as text. */
export const wholeJsonBytes = 8 * 1024 * 1024;
