import { corpus } from './corpus-second/corpus.js';
import { testCorpus } from './corpus/test-corpus.js';

testCorpus(corpus);
