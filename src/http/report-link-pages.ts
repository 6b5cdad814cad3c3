import type { Response } from 'express';
import { createNotice } from './notice.js';

/** What the page of a link offers. */
export interface Offer {
  /** Where the button leads, seen from the page. */
  action: string;
  /** When the link is over, in UTC. */
  until: string;
  /** This browser has begun the download. */
  isBegun: boolean;
}

/** The pages of a link to a report. */
export function reportLinkPages() {
  const notice = createNotice();
  return {
    offer: (response: Response, { action, until, isBegun }: Offer) => {
      const time = `${until.slice(0, 16).replace('T', ' ')} UTC`;
      const lines = isBegun
        ? [
            `A download was begun in this browser. If it broke off, continue it in the browser’s list of downloads until ${time}, or begin again here.`,
          ]
        : [
            `The report is handed out once. A download that breaks off can be continued in this browser until ${time}.`,
            'Keep the file in a safe place.',
          ];
      notice(response, 200, 'Your access report', lines, {
        ...{ button: 'Download the report', method: 'get', action },
      });
    },
    over: (response: Response) => {
      notice(response, 410, 'This link is over', [
        'The link was used already, is too old, or its report was destroyed.',
        'Ask for a new one.',
      ]);
    },
    foreign: (response: Response) => {
      notice(response, 403, 'The download was begun elsewhere', [
        'The link belongs to the browser in which the download was begun. Continue it there, or ask for a new link.',
      ]);
    },
    /** The download itself was asked for: without the cookie nobody could continue it. */
    comeByThePage: (response: Response) => {
      notice(
        response,
        403,
        'Open the link itself first',
        [
          'The download begins with the button on the page of the link, in a browser that keeps cookies. The link is not used up.',
        ],
        { button: 'Open the page', method: 'get', action: './' },
      );
    },
    damaged: (response: Response) => {
      notice(response, 500, 'The report cannot be given now', [
        'What is stored is not what was published, so it is not handed out. The link is not used up.',
        'Ask whoever sent you the link to make the report again.',
      ]);
    },
  };
}
