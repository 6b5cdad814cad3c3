import type { Corpus } from '../corpus/corpus.js';
import { plainOf, score } from '../corpus/marked-text.js';
import { withoutTraps } from '../corpus/traps.js';
import { captions, captionsWorld } from './captions.js';
import { chat, chatDated } from './chat.js';
import { limits, limitsChat } from './limits.js';
import { people, subject } from './people.js';
import { meetings, voicemails } from './records.js';
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

/** The second corpus, by somebody who had not read the code. */
export const corpus: Corpus = {
  ...{
    name: 'second',
    subject,
    people,
    manager: 'ingrid',
    recordings,
    meetings,
    voicemails,
    limits,
    limitsChat,
  },
  namesakes: { silva: ['silva1', 'silva2'] },
  sent: (marked) => plainOf(withoutTraps(marked)),
  score: (marked, written, pseudonym) => score(withoutTraps(marked), written, pseudonym),
};
