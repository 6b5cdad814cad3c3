import type { RateFamily, RateLabel } from './limits/rate-limit-table.js';
import type { AccessToken } from './oauth/access-tokens.js';
import type { Reply } from './reply.js';
import type { ZoomState } from './zoom-state.js';

/** One authorized request to an operation. */
export interface Exchange {
  readonly operation: Operation;
  /** Path parameters as on the wire, still percent-encoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Path as on the wire, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly access: AccessToken;
  readonly state: ZoomState;
}

/** One GET operation of the REST API, as its official document describes it. */
export interface Operation {
  /** Path below `/v2`, such as `/users/{userId}/recordings`. */
  template: string;
  family: RateFamily;
  label: RateLabel;
  /** Any one of the scopes is enough; a token holds scopes of one kind. */
  scopes: { granular: string[]; classic: string[] };
  /** Answers; throws a Refusal for documented errors. */
  answer: (exchange: Exchange) => Reply;
}
