import type { JsonObject } from '../json.js';

/** `type` values of `GET /report/telephone`: toll-free and call-out, toll, SIP connected. */
export type TelephoneKind = '1' | '2' | '3';

/** Reports about everybody of the account. */
export interface AccountReports {
  /** Sign-ins and sign-outs. */
  activities: JsonObject[];
  operationLogs: JsonObject[];
  telephone: Record<TelephoneKind, JsonObject[]>;
}

/** Reports of an account in which nothing happened. */
export const emptyAccountReports = (): AccountReports => ({
  ...{ activities: [], operationLogs: [] },
  telephone: { 1: [], 2: [], 3: [] },
});
