import { meetingNameOf } from '../find-meeting.js';
import type { JsonObject } from '../json.js';
import type { RateLabel } from '../limits/rate-limit-table.js';
import { pageOf } from '../lists/page-of.js';
import type { Exchange, Operation } from '../operation.js';
import { Refusal } from '../refusal.js';
import { textOf } from '../text-of.js';
import type { WebinarContent } from '../world/webinar-content.js';

type RowsOf = (content: WebinarContent, query: URLSearchParams) => JsonObject[] | undefined;

/** What is held of a webinar that a path names by number or UUID; one that nobody has is refused with 3001. */
function contentOf(exchange: Exchange): WebinarContent {
  const name = meetingNameOf(exchange, 'webinarId');
  for (const { webinarContent, webinars, reports } of exchange.state.world.users) {
    if (Object.hasOwn(webinarContent, name)) return webinarContent[name] ?? {};
    const records = [...webinars.map(({ record }) => record), ...Object.values(reports).flat()];
    if (records.some(({ id, uuid }) => textOf(id) === name || uuid === name)) return {};
  }
  throw new Refusal(404, 3001, `Webinar does not exist: ${name}.`);
}

function operation(
  path: string,
  name: string,
  label: RateLabel,
  list: string,
  rows: RowsOf,
  { isPaged = false, adminFirst = false, hasTotal = false } = {},
): Operation {
  const granular = [`webinar:read:${name}`, `webinar:read:${name}:admin`];
  return {
    ...{ template: path, family: 'main', label },
    scopes: {
      granular: adminFirst ? granular.reverse() : granular,
      classic: ['webinar:read:admin', 'webinar:read'],
    },
    answer: (exchange) => {
      const found = rows(contentOf(exchange), exchange.query) ?? [];
      if (!isPaged)
        return { status: 200, body: { [list]: found, ...(hasTotal && { total_records: found.length }) } };
      const rule = { maximum: 300, badTokenCode: 300 as const, byToken: true, byNumber: false };
      const page = pageOf(exchange, found, rule);
      return { status: 200, body: { ...page.fields, [list]: page.rows } };
    },
  };
}

const paged = { isPaged: true };

/** What belongs to single webinars. Source: https://developers.zoom.us/docs/api/meetings/#tag/webinars */
export const webinarOperations: readonly Operation[] = [
  operation(
    '/webinars/{webinarId}/panelists',
    'list_panelists',
    'medium',
    'panelists',
    ({ panelists }) => panelists,
    { hasTotal: true },
  ),
  operation(
    '/webinars/{webinarId}/registrants',
    'list_registrants',
    'medium',
    'registrants',
    ({ registrants = {} }, query) => registrants[query.get('status') ?? 'approved'],
    paged,
  ),
  operation(
    '/past_webinars/{webinarId}/instances',
    'list_past_instances',
    'light',
    'webinars',
    ({ instances }) => instances,
  ),
  operation(
    '/past_webinars/{webinarId}/participants',
    'list_past_participants',
    'medium',
    'participants',
    ({ participants }) => participants,
    { isPaged: true, adminFirst: true },
  ),
  operation(
    '/past_webinars/{webinarId}/absentees',
    'list_absentees',
    'heavy',
    'registrants',
    ({ absentees }) => absentees,
    paged,
  ),
  operation(
    '/past_webinars/{webinarId}/polls',
    'list_past_polls',
    'medium',
    'questions',
    ({ polls }) => polls,
  ),
  operation('/webinars/{webinarId}/polls', 'list_polls', 'light', 'polls', ({ readyPolls }) => readyPolls),
  {
    ...operation('/webinars/{webinarId}/survey', 'survey', 'light', '', () => undefined),
    answer: (exchange) => ({ status: 200, body: contentOf(exchange).survey ?? {} }),
  },
  operation('/past_webinars/{webinarId}/qa', 'past_qa', 'medium', 'questions', ({ qa }) => qa),
];
