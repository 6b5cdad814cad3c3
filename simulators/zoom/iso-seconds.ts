/** Zoom's date-time, UTC and whole seconds: `2026-11-21T08:30:00Z`. */
export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
