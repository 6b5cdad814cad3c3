import type { PersonFields } from '../../contract/index.js';
import { parseJson } from '../../json.js';
import type { Label, LabelReader } from './label.js';
import { kindOfName, noMention } from './mention.js';

/** People in the declared fields of a JSON file that is too large, or too broken, to be read as a value. */
export class MemberLabels implements LabelReader {
  private readonly member: RegExp | undefined;

  constructor(fields: readonly PersonFields[]) {
    const names = fields.flatMap(({ name = [] }) => name).flatMap((name) => name.split('+'));
    const written = [...new Set(names)].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    if (written.length > 0)
      this.member = new RegExp(
        `"(?:${written.join('|')})"\\s*:\\s*"((?:[^"\\\\\\r\\n]|\\\\.){1,400})"`,
        'dg',
      );
  }

  read(block: string): Label[] {
    return [...(this.member ? block.matchAll(this.member) : [])].flatMap(({ 1: written = '', indices }) => {
      const name = textOf(written);
      const [start = 0, end = 0] = indices?.[1] ?? [];
      const kind = kindOfName(name);
      if (kind === undefined) return [];
      return [{ start, end, kind, isSure: true, mention: { ...noMention(), [kind]: [name] } }];
    });
  }
}

function textOf(written: string): string {
  try {
    return String(parseJson(`"${written}"`)).trim();
  } catch {
    return written.trim(); // a broken escape
  }
}
