import { cuesOf } from './cue-pieces.js';
import type { Label, LabelReader } from './label.js';
import { kindOfName, noMention } from './mention.js';

/** Speakers of captions and transcripts: sure in a voice tag; before a colon other words can stand too. */
export class CaptionLabels implements LabelReader {
  read(block: string): Label[] {
    return cuesOf(block).labels.flatMap(({ start, end, isVoice }) => {
      const name = block.slice(start, end).trim();
      const kind = kindOfName(name);
      if (kind === undefined) return [];
      const from = block.indexOf(name, start);
      return [
        {
          ...{ start: from, end: from + name.length, kind, isSure: isVoice },
          mention: { ...noMention(), [kind]: [name] },
        },
      ];
    });
  }
}
