/** Words of the pages about connections. */
export const enConnections = {
  verdicts: {
    ready: 'Ready',
    scope_missing: 'Scope missing',
    not_licensed: 'Not licensed',
    not_permitted: 'Not permitted',
    not_activated: 'Not activated',
    unreachable: 'Not reached',
    not_proved: 'Not proved',
    not_enabled: 'Switched off',
  } as Record<string, string>,
  proofs: {
    proved: 'Proved',
    refused: 'Refused',
    not_proved: 'Not proved',
    not_asked: 'Not asked',
  } as Record<string, string>,
  connectionStatuses: {
    connected: 'Connected',
    not_connected: 'Waits for consent',
    reconnect_needed: 'Must be connected again',
  } as Record<string, string>,
  testStatuses: {
    ok: 'Everything is proved',
    degraded: 'Something is missing',
    failed: 'It cannot be used',
  } as Record<string, string>,
};
