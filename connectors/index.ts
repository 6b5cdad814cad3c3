import { createRegistry } from '../src/contract/index.js';
import { zoom } from './zoom/index.js';

/** The connectors of this installation: a further one is one more name in this list. */
export const connectors = createRegistry([zoom]);
