import { decodePathValue } from '../decode-path-value.js';
import type { Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { findPhoneUser } from './find-phone-user.js';

/** Source: https://developers.zoom.us/docs/api/phone/#tag/call-logs/get/phone/user/{userId}/ai_call_summary/{aiCallSummaryId} */
export const getCallSummary: Operation = {
  template: '/phone/user/{userId}/ai_call_summary/{aiCallSummaryId}',
  family: 'phone',
  label: 'medium',
  scopes: {
    granular: ['phone:read:ai_call_summary', 'phone:read:ai_call_summary:admin'],
    classic: ['phone:read:admin', 'phone:read'],
  },
  answer: (exchange) => {
    const { callSummaries } = findPhoneUser(exchange);
    const id = decodePathValue(exchange.parameters.aiCallSummaryId ?? '');
    const found = callSummaries[id];
    if (!found) throw new Refusal(400, 300, 'Validation Failed.');
    return { status: 200, body: found };
  },
};
