import type { enConnections } from './en-connections.js';

/** Words of the pages about connections. */
export const deConnections: typeof enConnections = {
  verdicts: {
    ready: 'Bereit',
    scope_missing: 'Scope fehlt',
    not_licensed: 'Nicht lizenziert',
    not_permitted: 'Nicht erlaubt',
    not_activated: 'Nicht aktiviert',
    unreachable: 'Nicht erreicht',
    not_proved: 'Nicht bewiesen',
    not_enabled: 'Ausgeschaltet',
  },
  proofs: {
    proved: 'Bewiesen',
    refused: 'Abgelehnt',
    not_proved: 'Nicht bewiesen',
    not_asked: 'Nicht gefragt',
  },
  connectionStatuses: {
    connected: 'Verbunden',
    not_connected: 'Wartet auf Zustimmung',
    reconnect_needed: 'Muss neu verbunden werden',
  },
  testStatuses: { ok: 'Alles ist bewiesen', degraded: 'Etwas fehlt', failed: 'Nicht zu gebrauchen' },
};
