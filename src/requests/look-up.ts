import { isGranted, type OpenConnection } from '../connections/open-connection.js';
import type { Answer, Ask, SubjectLookup, LookupClient } from '../contract/index.js';
import { mostRestarts } from '../collect/list-step.js';
import { ask, type Meter } from '../upstream/client.js';
import { PagesStopped, readPages } from '../upstream/pages.js';
import { PageTokenExpired, Refusal, remedyFor, WindowRefused } from '../upstream/refusal.js';

/** A lookup and what it cost. */
export interface LookedUp {
  lookup: SubjectLookup;
  calls: number;
}

/** Finds the vendor's user of an e-mail. Throws Refusal when there is no token, PauseUntil when it must wait. */
export async function lookUp(
  { connector, upstream }: OpenConnection,
  email: string,
  requestId: string | undefined,
  signal: AbortSignal,
): Promise<LookedUp> {
  const meter: Meter = { calls: 0, requestId };
  const { scopes } = await upstream.tokens.current(signal);
  const send = async (call: Ask): Promise<Answer> => {
    if (!isGranted(scopes, call.scopes)) return refused(scopeMissing(connector.scopeRemedy(call.scopes)));
    const body = await ask(upstream, { ...call, meter, signal });
    return body ? { answered: true, body } : refused(generalRefusal('not_found'));
  };
  const vendor: LookupClient = {
    ask: (call) => send(call).catch(toAnswer),
    pages: (call, pageSize) => allPages(send, connector.conventions.pages, call, pageSize),
  };
  return { lookup: await connector.findSubject(email, vendor), calls: meter.calls };
}

/** A list whose page token expired starts anew, as often as lists of sources do. */
async function* allPages(...list: Parameters<typeof pagesOf>): AsyncGenerator<Answer> {
  for (let restarts = 0; ; restarts += 1)
    try {
      yield* pagesOf(...list);
      return;
    } catch (error) {
      if (error instanceof PageTokenExpired && restarts < mostRestarts) continue;
      yield toAnswer(error);
      return;
    }
}

async function* pagesOf(
  send: (call: Ask) => Promise<Answer>,
  conventions: Parameters<typeof readPages>[0]['conventions'],
  call: Ask,
  pageSize: number,
): AsyncGenerator<Answer> {
  const paging = { conventions, style: 'token' as const, pageSize, itemsOf: () => [] };
  const pages = readPages(paging, call.query ?? {}, async (query) => {
    const answer = await send({ ...call, query });
    if (answer.answered) return answer.body;
    throw toRefusal(answer);
  });
  for await (const { body } of pages) yield { answered: true, body };
}

function toRefusal({ refusal, code }: Answer & { answered: false }): Refusal {
  return new Refusal(refusal.outcome, refusal.reason, refusal.remedy, code);
}

function toAnswer(error: unknown): Answer {
  if (error instanceof Refusal) return refused(error);
  if (error instanceof PagesStopped) return refused(generalRefusal(error.reason));
  if (error instanceof PageTokenExpired) return refused(generalRefusal('page_token_expired'));
  if (error instanceof WindowRefused) return refused(generalRefusal('request_refused'));
  throw error;
}

const refused = ({ outcome, reason, remedy, code }: Refusal): Answer => ({
  answered: false,
  refusal: { do: 'stop', outcome, reason, remedy },
  code,
});

const scopeMissing = (remedy: string) => new Refusal('scope_missing', 'scope_missing', remedy);

const generalRefusal = (reason: Refusal['reason']) => new Refusal('failed', reason, remedyFor(reason));
