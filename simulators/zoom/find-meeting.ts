import { decodePathValue } from './decode-path-value.js';
import type { JsonObject } from './json.js';
import type { Exchange } from './operation.js';
import { Refusal } from './refusal.js';
import { textOf } from './text-of.js';
import type { MeetingContent } from './world/meeting-content.js';

/** A number or a UUID as a path names a meeting; a UUID that starts with `/` or holds `//` must be encoded twice. */
export function meetingNameOf(exchange: Exchange, parameter = 'meetingId'): string {
  const once = decodePathValue(exchange.parameters[parameter] ?? '');
  const name = once.includes('%') ? decodePathValue(once) : once;
  const needsTwice = name.startsWith('/') || name.includes('//');
  if (needsTwice !== (name !== once)) throw noMeeting(once);
  return name;
}

/** What is held of the meeting a path names by its number; a meeting nobody has is refused with 3001. */
export function plannedMeeting(exchange: Exchange): MeetingContent {
  return contentNamed(exchange, meetingNameOf(exchange));
}

/** What is held of the occurrence a path names by its UUID, or by its number: the latest then. */
export function pastMeeting(exchange: Exchange): MeetingContent {
  const name = meetingNameOf(exchange);
  return contentNamed(exchange, /^\d+$/.test(name) ? (latestOf(exchange, name) ?? name) : name);
}

/** The start of an occurrence, where the world knows it. */
export function startOf(exchange: Exchange, uuid: string): number | undefined {
  for (const record of recordsOf(exchange))
    if (record.uuid === uuid && textOf(record.start_time) !== '')
      return Date.parse(textOf(record.start_time));
  return undefined;
}

/** How many took part in the occurrence a path names, as its record says; undefined: no record does. */
export function participantsOf(exchange: Exchange): number | undefined {
  const name = meetingNameOf(exchange);
  for (const record of recordsOf(exchange))
    if (record.uuid === name && typeof record.participants_count === 'number')
      return record.participants_count;
  return undefined;
}

/** Refuses an occurrence that began more than so many months ago with 12702. */
export function requireReach(exchange: Exchange, months: number): void {
  const name = meetingNameOf(exchange);
  const start = startOf(exchange, /^\d+$/.test(name) ? (latestOf(exchange, name) ?? '') : name);
  const now = exchange.state.settings.now();
  const earliest = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, now.getUTCDate());
  if (start !== undefined && start < earliest)
    throw new Refusal(400, 12702, 'Can not access a meeting a year ago.');
}

/** The documented refusal of a meeting nobody has. */
export const noMeeting = (name: string) => new Refusal(404, 3001, `Meeting does not exist: ${name}.`);

function contentNamed(exchange: Exchange, name: string): MeetingContent {
  const { users } = exchange.state.world;
  const owner = users.find(({ meetingContent }) => Object.hasOwn(meetingContent, name));
  if (owner) return owner.meetingContent[name] ?? {};
  const isKnown = [...recordsOf(exchange)].some(
    (record) => record.uuid === name || textOf(record.id) === name,
  );
  if (!isKnown) throw noMeeting(name);
  return {};
}

function latestOf(exchange: Exchange, id: string): string | undefined {
  const found = [...recordsOf(exchange)].filter((record) => textOf(record.id) === id);
  const [latest] = found.sort((one, other) => textOf(other.start_time).localeCompare(textOf(one.start_time)));
  return latest && textOf(latest.uuid);
}

function* recordsOf({ state }: Exchange): Generator<JsonObject> {
  for (const { meetings, reports, recordings, meetingContent } of state.world.users) {
    for (const list of Object.values(reports)) yield* list;
    for (const { occurrences = [] } of Object.values(meetingContent)) yield* occurrences;
    for (const { record } of meetings) yield record;
    yield* recordings;
  }
}
