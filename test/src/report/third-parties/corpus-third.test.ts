import { corpus } from './corpus-third/corpus.js';
import { testCorpus } from './corpus/test-corpus.js';

testCorpus(corpus);
