import { enConnections } from './en-connections.js';
import { enRequests } from './en-requests.js';
import { enSettings } from './en-settings.js';

/** All words of the console in English. */
export const en = {
  language: 'en',
  layout: {
    product: 'DSAR console',
    skip: 'Skip to the content',
    around: 'Parts of the console',
    requests: 'Requests',
    connections: 'Connections',
    ledger: 'Ledger',
    settings: 'Settings',
    api: 'API',
    signOut: 'Sign out',
    signedInAs: (role: string) => `Signed in as ${role}`,
    language: 'Deutsch',
    otherLanguage: 'de',
    look: 'Colours',
    looks: { light: 'Light', dark: 'Dark', system: 'As the system' },
    apply: 'Apply',
    sessionEnds: 'You will be signed out in two minutes because nothing was done here.',
    stay: 'Stay signed in',
    copy: 'Copy',
    copied: 'Copied',
  },
  roles: {
    platform: 'privacy platform',
    operator: 'operator',
    auditor: 'auditor',
    admin: 'administrator',
  } as Record<string, string>,
  signIn: {
    title: 'Sign in',
    lead: 'With an API key. It is exchanged for a session and not kept in the browser.',
    key: 'API key',
    keyHelp: 'Keys are made on the command line (api-keys create) or by an administrator in Settings.',
    button: 'Sign in',
    byProvider: 'Sign in with your organisation',
    refused: 'This key is not accepted. Check that it was copied whole and has not been revoked.',
    tooMany: (seconds: number) => `Too many tries. Wait ${seconds} seconds and try again.`,
    notSafe:
      'This address is not encrypted, so nobody can sign in here. Set DSAR_PUBLIC_URL to an https address.',
    over: 'Your session is over. Sign in again; what you had typed is kept.',
    resumeTitle: 'Signed in again',
    resume: 'What you had typed is still here and was not sent.',
    resumeButton: 'Send it now',
    signedOut: 'You are signed out.',
    oneTime: 'Open the console of the demonstration',
    missingClaim: (claim: string) =>
      `Your organisation has vouched for you, but its answer gives you no role here: the claim “${claim}” is missing or holds no value that is mapped to a role. Ask whoever runs this service (DSAR_OIDC_ROLES).`,
    providerFailed: 'Your organisation’s sign-in did not come to an end. Begin again.',
    providerUnreachable: 'Your organisation’s sign-in cannot be reached. Try again, or use an API key.',
  },
  problem: {
    title: 'That did not work',
    back: 'Back to the requests',
    requestId: 'Request id',
    correct: 'Please correct what is marked.',
  },
  ...enRequests,
  ...enConnections,
  ...enSettings,
};

/** The form of the words of a language. */
export type Texts = typeof en;
