/** Bounds of an installation where its configuration names none. */
export const defaultLimits = {
  /** Calls every API key may make in a minute. */
  callsPerMinute: 1_200,
  /** Unfinished requests a connection may have. */
  mostWaiting: 1_000,
  /** Longest silence while an answer or a file arrives. */
  silenceSeconds: 20,
} as const;
