import type { Response } from 'express';
import type { ConnectionInfo } from '../connections/connection.js';
import type { InstalledConnector } from '../connections/connectors.js';
import type { ConsentOutcome, ConsentRow } from '../storage/consent-store.js';
import { createNotice } from './notice.js';

/** What a page about an ended consent is made of. */
export interface EndedConsent {
  outcome: ConsentOutcome | undefined;
  connection: ConnectionInfo | undefined;
  /** The page was there before: it was reloaded, or somebody went back to it. */
  isAgain: boolean;
}

/** The pages of a consent. They name the connection by its label, and nobody. */
export function consentPages(servingOf: (connection: ConnectionInfo) => InstalledConnector | undefined) {
  const notice = createNotice();
  const serving = (connection: ConnectionInfo | undefined) => connection && servingOf(connection);
  const titleOf = (connection: ConnectionInfo | undefined) =>
    serving(connection)?.connector.title ?? 'The account';
  const named = (connection: ConnectionInfo | undefined) => `The connection is “${connection?.label ?? ''}”.`;
  const wayOn = 'Ask for a new link.';

  return {
    /** Looking at it uses nothing up: mail gateways look at links before people do. */
    start: (response: Response, { browserHash }: ConsentRow, connection: ConnectionInfo | undefined) => {
      const title = titleOf(connection);
      const oauthUrl = serving(connection)?.settings.oauthUrl;
      const lines = [
        `${title} will ask you whether this service may read the account you are signed in to.`,
        browserHash === undefined
          ? 'The link works once, in the browser in which you press the button.'
          : 'You have begun already, in this browser. You can go on.',
      ];
      notice(response, 200, `Connect ${title}`, lines, {
        button: `Go to ${title}`,
        method: 'post',
        // Chromium holds every redirect that follows against this, and the vendor's sign-in may lead to other hosts.
        leadsTo: `${oauthUrl === undefined ? '' : `${new URL(oauthUrl).origin} `}https:`,
      });
    },

    notUsable: (response: Response) => {
      notice(response, 403, 'This link cannot be used', [
        'It was used already, is older than ten minutes, or is not complete.',
        wayOn,
      ]);
    },

    notStarted: (response: Response, connection: ConnectionInfo | undefined) => {
      notice(response, 500, `${titleOf(connection)} cannot be asked now`, [
        'The credentials of the connection cannot be read. The link is not used up: tell whoever sent it to you, and press the button again.',
      ]);
    },

    foreign: (response: Response) => {
      notice(response, 403, 'This consent cannot be taken', [
        'It was not started in this browser, or its ten minutes are over. Opening this page has changed nothing.',
        'To connect an account, ask for a new link and open it in the browser you consent in.',
      ]);
    },

    ended: (response: Response, { outcome, connection, isAgain }: EndedConsent) => {
      const stands = connection?.status === 'connected';
      const title = titleOf(connection);
      if (outcome?.isConnected === false) {
        const { status, why } = outcome;
        const state = stands ? [`${title} stays connected as before. ${named(connection)}`] : [];
        notice(response, status, stands ? 'Nothing was changed' : 'Not connected', [why, ...state]);
        return;
      }
      if (stands) {
        const missing = outcome?.missing ?? [];
        notice(response, 200, `${title} is connected${isAgain ? ' already' : ''}`, [
          `${named(connection)} You can close this window.`,
          ...(missing.length > 0
            ? [
                `Scopes were not granted for: ${missing.join(', ')}. Reports will say so. To change it, add the scopes and connect again.`,
              ]
            : []),
        ]);
        return;
      }
      if (outcome) {
        notice(response, 409, 'This consent does not hold any more', [
          `${title} was connected by it, and has been disconnected since. ${named(connection)}`,
          wayOn,
        ]);
        return;
      }
      notice(response, 409, 'This consent was interrupted', [
        'The service stopped before the consent came to its end.',
        wayOn,
      ]);
    },
  };
}
