import type { FilePeople } from '../../contract/index.js';
import { CaptionLabels } from './caption-labels.js';
import { CellLabels } from './cell-labels.js';
import { ChatLabels } from './chat-labels.js';
import type { LabelReader } from './label.js';
import { MemberLabels } from './member-labels.js';

/** What finds the people that a text file of this kind names by its form. */
export function labelReader(extension: string, { labels = {}, fields = [] }: FilePeople): LabelReader {
  const layout = labels[extension];
  if (layout?.form === 'chat') return new ChatLabels(layout);
  if (layout?.form === 'captions') return new CaptionLabels();
  if (extension === 'csv') return new CellLabels(fields);
  return extension === 'json' ? new MemberLabels(fields) : { read: () => [] };
}
