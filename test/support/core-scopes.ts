export { coreScopes } from '../../scripts/core-scopes.js';
