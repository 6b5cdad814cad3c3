import type { Corpus } from '../corpus/corpus.js';
import { captions, captionsWorld } from './captions.js';
import { chat, chatDated } from './chat.js';
import { limits, limitsChat } from './limits.js';
import { people, subject } from './people.js';
import { meetings, voicemails } from './records.js';
import { plain, scoreMarks } from './score-marks.js';
import { summary } from './summary.js';

/** The files of the recordings, as marked; each entry is one recording. */
const recordings: Corpus['recordings'] = [
  {
    topic: 'Planning',
    files: [
      ['TRANSCRIPT', 'VTT', captions],
      ['CHAT', 'TXT', chat],
    ],
  },
  { topic: 'Planning worldwide', files: [['TRANSCRIPT', 'VTT', captionsWorld]] },
  {
    topic: 'Budget round',
    files: [
      ['CHAT', 'TXT', chatDated],
      ['SUMMARY', 'JSON', JSON.stringify(summary, null, 1)],
    ],
  },
  { topic: 'Open points', files: [['CHAT', 'TXT', limitsChat]] },
];

/** The third corpus, by somebody who had not read the code. */
export const corpus: Corpus = {
  ...{
    name: 'third',
    subject,
    people,
    manager: 'saskia',
    recordings,
    meetings,
    voicemails,
    limits,
    limitsChat,
  },
  namesakes: { chris: ['chris1', 'chris2'] },
  sent: plain,
  score: scoreMarks,
};
