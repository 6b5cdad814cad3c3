import type { JsonObject } from './json.js';

/** An error answer of the REST API: HTTP status and Zoom's own code, which is independent of it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  /** The documented body of API errors. */
  body(): JsonObject {
    return { code: this.code, message: this.message };
  }
}
