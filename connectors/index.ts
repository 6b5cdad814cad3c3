import { zoom } from './zoom/index.js';

/** The connectors of this installation: the only registry. */
export const connectors = [zoom];
