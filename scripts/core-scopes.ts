import { zoom } from '../connectors/zoom/index.js';
import { scopesToGrant } from '../src/connections/scopes.js';

/** Scopes of the core alone: what is about something else need not wait for everything that can be read. */
export const coreScopes = scopesToGrant(zoom).map(({ scope }) => scope);
