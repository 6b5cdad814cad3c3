import type { DemoContext } from './demo-context.js';
import { colleagues } from './demo-names.js';
import { borderOfDay, minutesAfter, minutesAgo } from './demo-times.js';

/** A phone call; voicemails and call recordings belong to one. */
export interface DemoCall {
  /** Zoom's call ID: a number beyond 2^53, written as text. */
  callId: string;
  historyUuid: string;
  elementIds: string[];
  logId: string;
  start: string;
  seconds: number;
  direction: 'inbound' | 'outbound';
  isInternal: boolean;
  otherName: string;
  otherNumber: string;
  result: 'answered' | 'voicemail' | 'no_answer';
  recordingId?: string;
  voicemailId?: string;
}

const dayMinutes = 24 * 60;
const borderDays = [30, 60, 90, 120, 150];

/** Calls of nearly six months, some on border days, and a few that are older than Zoom shows. */
export function demoCalls(context: DemoContext): DemoCall[] {
  const recent = Array.from({ length: 128 }, (_, index) =>
    call(
      context,
      minutesAgo(context, 35 + Math.floor(index * 1.38 * dayMinutes) + context.random.int(0, 300)),
      index,
    ),
  );
  const onBorders = borderDays.flatMap((daysAgo, index) => [
    call(context, borderOfDay(context, daysAgo, 'start'), 200 + index),
    call(context, borderOfDay(context, daysAgo, 'end'), 300 + index),
  ]);
  const tooOld = [198, 214, 240].map((days, index) =>
    call(context, minutesAgo(context, days * dayMinutes), 400 + index),
  );
  return [...recent, ...onBorders, ...tooOld];
}

function call({ random }: DemoContext, start: string, index: number): DemoCall {
  const historyUuid = `${start.slice(0, 10).replaceAll('-', '')}-${random.uuid()}`;
  const isInternal = random.chance(0.4);
  const name = random.pick(colleagues);
  const result = index % 10 === 4 ? 'voicemail' : index % 7 === 3 ? 'no_answer' : 'answered';
  // A transferred call has two legs: two elements of one history entry.
  const legs = index % 9 === 1 ? 2 : 1;
  return {
    callId: `7${random.int(100_000_000, 999_999_999)}${random.int(100_000_000, 999_999_999)}`,
    historyUuid,
    elementIds: Array.from({ length: legs }, () => `${historyUuid.slice(0, 8)}-${random.uuid()}`),
    logId: random.uuid(),
    start,
    seconds: result === 'answered' ? random.int(15, 1_900) : random.int(5, 30),
    direction: result === 'voicemail' || random.chance(0.5) ? 'inbound' : 'outbound',
    isInternal,
    otherName: name,
    otherNumber: isInternal ? `1000${random.int(1_000, 9_999)}` : `+4930555${random.int(10_000, 99_999)}`,
    result,
    ...(result === 'voicemail' ? { voicemailId: random.bytes(16).toString('hex') } : {}),
    ...(result === 'answered' && index % 8 === 0 ? { recordingId: random.bytes(16).toString('hex') } : {}),
  };
}

/** When a call ended. */
export function endOf({ start, seconds }: DemoCall): string {
  return minutesAfter(start, seconds / 60);
}
