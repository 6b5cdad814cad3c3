/** What we use of openid-client 6.9.0; its own types are wider. https://github.com/panva/openid-client */
declare module 'openid-client' {
  export interface Configuration {
    serverMetadata(): { issuer: string; authorization_endpoint?: string };
    timeout?: number;
  }
  export interface Tokens {
    access_token: string;
    claims(): Record<string, unknown> | undefined;
  }
  export function discovery(
    server: URL,
    clientId: string,
    clientSecret: string,
    authentication: undefined,
    options: { execute: ((configuration: Configuration) => void)[]; timeout: number },
  ): Promise<Configuration>;
  export function allowInsecureRequests(configuration: Configuration): void;
  export function calculatePKCECodeChallenge(verifier: string): Promise<string>;
  export function buildAuthorizationUrl(
    configuration: Configuration,
    parameters: Record<string, string>,
  ): URL;
  export function authorizationCodeGrant(
    configuration: Configuration,
    currentUrl: URL,
    checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce: string; idTokenExpected: true },
  ): Promise<Tokens>;
  export function fetchUserInfo(
    configuration: Configuration,
    accessToken: string,
    subject: string,
  ): Promise<Record<string, unknown>>;
}
