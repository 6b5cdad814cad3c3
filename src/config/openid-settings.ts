import { z } from 'zod';
import { AppError } from '../errors.js';
import { isLoopback } from '../loopback.js';

/** Roles that people of a provider can have here. */
const roles = ['platform', 'operator', 'auditor', 'admin'] as const;

/** An identity provider whose people may sign in at the console. */
export interface OpenIdSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  scope: string;
  /** The claim that gives people their roles. */
  claim: string;
  /** Values of the claim with the role each gives; the first that fits counts. */
  roles: readonly (readonly [value: string, role: (typeof roles)[number]])[];
}

const issuer = z.url('must be an address').refine((text) => {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}, 'must be an https address');

const mapping = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.trim().split('=')))
  .pipe(
    z.array(
      z.tuple(
        [z.string().min(1), z.enum(roles)],
        'must be pairs such as dsar-admins=admin, with a role of ours',
      ),
    ),
  );

/** The variables of an identity provider. */
export const openIdFields = {
  DSAR_OIDC_ISSUER: issuer.optional(),
  DSAR_OIDC_CLIENT_ID: z.string().min(1).optional(),
  DSAR_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  DSAR_OIDC_SCOPE: z.string().min(1).default('openid profile'),
  DSAR_OIDC_CLAIM: z.string().min(1).default('groups'),
  DSAR_OIDC_ROLES: mapping.optional(),
};

type Values = z.infer<z.ZodObject<typeof openIdFields>>;

/** The provider that the environment describes; undefined: none. Throws AppError when it is described in part. */
export function toOpenId(values: Values): OpenIdSettings | undefined {
  const needed = [
    'DSAR_OIDC_ISSUER',
    'DSAR_OIDC_CLIENT_ID',
    'DSAR_OIDC_CLIENT_SECRET',
    'DSAR_OIDC_ROLES',
  ] as const;
  const missing = needed.filter((name) => values[name] === undefined);
  if (missing.length === needed.length) return undefined;
  const { DSAR_OIDC_ISSUER, DSAR_OIDC_CLIENT_ID, DSAR_OIDC_CLIENT_SECRET, DSAR_OIDC_ROLES } = values;
  if (!DSAR_OIDC_ISSUER || !DSAR_OIDC_CLIENT_ID || !DSAR_OIDC_CLIENT_SECRET || !DSAR_OIDC_ROLES)
    throw new AppError(
      'invalid_configuration',
      `The configuration is not usable: sign-in by OpenID Connect also needs ${missing.join(', ')}.`,
    );
  return {
    ...{ issuer: DSAR_OIDC_ISSUER, clientId: DSAR_OIDC_CLIENT_ID, clientSecret: DSAR_OIDC_CLIENT_SECRET },
    ...{ scope: values.DSAR_OIDC_SCOPE, claim: values.DSAR_OIDC_CLAIM, roles: DSAR_OIDC_ROLES },
  };
}
