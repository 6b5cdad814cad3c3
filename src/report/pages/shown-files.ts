import type { Source } from '../../contract/index.js';
import type { ReportFile } from '../facts.js';
import { describeBytes } from '../words.js';
import type { Texts } from '../texts/texts.js';
import { headingOf } from './leaves.js';

/** A file as people read it. */
export interface ShownFile {
  path: string;
  words: string;
  size: string;
  /** Files of one take have the same: a transcript goes with the players of its take. */
  take: string;
  /** What a browser can play it with. */
  player?: 'audio' | 'video';
}

/** Files of one record. */
export interface FilesOfRecord {
  files: ShownFile[];
  /** How many there are, also those that are not shown. */
  all: number;
  /** Those that hold what was said. */
  spoken: { file: ReportFile; shown: ShownFile }[];
}

const noFiles: FilesOfRecord = { files: [], all: 0, spoken: [] };

/** Files shown at one record; all of them are in data/files.csv. */
const mostShown = 100;

const players: Record<string, 'audio' | 'video'> = { mp3: 'audio', m4a: 'audio', mp4: 'video' };

/** Files of a source by the record they belong to. */
export function createFileReader(source: Source, files: readonly ReportFile[], texts: Texts) {
  const kinds = Object.assign({}, ...(source.attachments ?? []).map((rule) => rule.kinds ?? {})) as Record<
    string,
    string
  >;
  const byRecord = new Map<number, ReportFile[]>();
  for (const file of files) byRecord.set(file.record, [...(byRecord.get(file.record) ?? []), file]);
  const show = ({ path, kind, bytes }: ReportFile, take: number): ShownFile => ({
    path,
    take: `take-${take + 1}`,
    words: (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined) ?? headingOf(kind),
    size: describeBytes(bytes, texts),
    player: players[path.slice(path.lastIndexOf('.') + 1)],
  });
  return (record: number): FilesOfRecord => {
    const found = byRecord.get(record);
    if (!found) return noFiles;
    const takes = [...new Set(found.map(({ take = '' }) => take))];
    const shown = found.slice(0, mostShown);
    return {
      files: shown.map((file) => show(file, takes.indexOf(file.take ?? ''))),
      all: found.length,
      spoken: shown
        .filter(({ spoken }) => spoken !== undefined)
        .map((file) => ({ file, shown: show(file, takes.indexOf(file.take ?? '')) })),
    };
  };
}
