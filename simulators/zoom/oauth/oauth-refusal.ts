/** An error of the OAuth endpoints, whose body is `{reason, error}` and not that of the API. */
export class OauthRefusal extends Error {
  constructor(
    readonly status: 400 | 401,
    readonly error: string,
    readonly reason: string,
  ) {
    super(reason);
  }
}
