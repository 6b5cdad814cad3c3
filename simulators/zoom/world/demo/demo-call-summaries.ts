import type { JsonObject } from '../../json.js';
import { endOf, type DemoCall } from './demo-calls.js';
import type { DemoContext } from './demo-context.js';

/** The id of what the assistant wrote about a call. */
export const summaryIdOf = ({ callId }: DemoCall): string => Buffer.from(callId).toString('base64url');

/** What the assistant wrote about the calls that were recorded. */
export function demoCallSummaries(
  { accountId, person }: DemoContext,
  calls: DemoCall[],
): Record<string, JsonObject> {
  const recorded = calls.filter(({ recordingId }) => recordingId !== undefined);
  return Object.fromEntries(
    recorded.map((call): [string, JsonObject] => [
      summaryIdOf(call),
      {
        ai_call_summary_id: summaryIdOf(call),
        account_id: accountId,
        call_id: call.callId,
        user_id: person.id,
        transcript_language: 'en',
        call_summary: `${person.name} and ${call.otherName} talked about the contract.`,
        next_steps: `${call.otherName} sends the signed contract.`,
        detailed_summary: `${person.name} and ${call.otherName} went through the contract part by part.`,
        created_time: endOf(call),
        modified_time: endOf(call),
        edited: false,
      },
    ]),
  );
}
