/**
 * Characters that would change what is seen around them or cannot stand in a page: control characters, marks
 * that turn the direction of text (Unicode TR 9), invisible ones, and halves of a surrogate pair.
 */
const unseen =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const name = (character: string) =>
  `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`;

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const needsWork = /[&<>"'\u0000-\u001f\u007f-\u009f\u061c\u2000-\u20ff\ud800-\udfff\ufeff\ufff9-\uffff]/;

/** Text with its unseen characters named, such as `[U+202E]`. */
export const makeVisible = (text: string) => text.replace(unseen, name);

/** Text for a page: nothing in it is markup, and nothing in it is unseen. */
export function escapeText(value: unknown): string {
  const text = String(value);
  if (!needsWork.test(text)) return text;
  return makeVisible(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
