import moment from 'moment-timezone';

/** A time zone by the rules of the IANA database, the same on every Node and host. */
export interface TimeZone {
  /** As it was asked for. */
  name: string;
  /** Milliseconds that local time is ahead of UTC at this moment. */
  offsetMs(ms: number): number;
  /** The local time of a moment: `2026-11-30 04:05:06`. */
  local(ms: number): string;
}

/** Release of the rules, such as `2026f`. */
export const timeZoneRules: string = moment.tz.dataVersion;

/** Names of these rules, links among them. */
export const timeZoneNames = (): string[] => moment.tz.names();

/** Names that are no zones of the database, by what those who write them mean. */
const aliases: Readonly<Record<string, string>> = {
  // Solomon Islands, in a vendor's list of zones and in ICU.
  SST: 'Pacific/Guadalcanal',
};

/** Undefined: no zone of the database, such as PST or IST, which are several. */
export function readTimeZone(name: string): TimeZone | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return undefined;
  const zone = moment.tz.zone(Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name);
  if (!zone) return undefined;
  const offsetMs = (ms: number) => -zone.utcOffset(ms) * minuteMs;
  return {
    name,
    offsetMs,
    local: (ms) =>
      new Date(ms + offsetMs(ms))
        .toISOString()
        .replace(/\.\d+Z$/, '')
        .replace('T', ' '),
  };
}

const minuteMs = 60_000;
