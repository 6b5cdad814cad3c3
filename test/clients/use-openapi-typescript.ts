import createClient from 'openapi-fetch';
import type { components, paths } from './generated/openapi-typescript.js';
import type { Needs, Told } from './told.js';

/** The service as a program sees it that takes the types of openapi-typescript, with openapi-fetch. */
export async function use({ baseUrl, key, email, recipient }: Needs): Promise<Told> {
  const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${key}` } });
  const header = { Prefer: 'wait=30', 'Idempotency-Key': 'openapi-typescript' };
  const body: components['schemas']['AccessRequestOrder'] = {
    ...{ email, media: false },
    sources: ['user', 'user-settings'],
  };
  const created = await client.POST('/v1/access-requests', { params: { header }, body });
  const again = await client.POST('/v1/access-requests', { params: { header }, body });
  if (!created.data) throw new Error(created.error.detail);
  const path = { id: created.data.id };
  const look = () =>
    client.GET('/v1/access-requests/{id}', { params: { path, header: { Prefer: 'wait=30' } } });
  let read = await look();
  while (read.data?.status === 'queued' || read.data?.status === 'running') read = await look();
  const list = await client.GET('/v1/access-requests', { params: { query: { limit: 5 } } });
  const report = '/v1/access-requests/{id}/report' as const;
  const whole = await client.GET(report, { params: { path }, parseAs: 'arrayBuffer' });
  const Range = 'bytes=2-9';
  const part = await client.GET(report, { params: { path, header: { Range } }, parseAs: 'arrayBuffer' });
  const far = await client.GET(report, { params: { path, header: { Range: 'bytes=999999999-' } } });
  const order = { recipients: [recipient] };
  const sealed = await client.POST(report, { params: { path }, body: order, parseAs: 'arrayBuffer' });
  const wrong = await client.GET(report, { params: { path, query: { recipient: ['x', 'y'] } } });
  const none = { id: '00000000-0000-4000-8000-000000000000' };
  const unknown = await client.GET('/v1/access-requests/{id}', { params: { path: none } });
  const keys = await client.GET('/v1/signing-keys');
  const ledger = await client.GET('/v1/ledger', { params: { query: { connection_id: 'default' } } });
  const metrics = await client.GET('/metrics', { parseAs: 'text' });
  const connection = await client.POST('/v1/connections', {
    body: { label: 'Other', plan: 'pro', client_id: 'a', client_secret: 'b', sources: ['user'] },
  });
  // By its type it may be the lines of application/x-ndjson, too.
  const entries = typeof ledger.data === 'object' ? ledger.data.items : [];
  return {
    created: created.response.status,
    replayed: again.response.headers.get('Idempotency-Replayed'),
    status: read.data?.status ?? '',
    sources: read.data?.sources.map(({ id }) => id) ?? [],
    listed: list.data?.items.map(({ id }) => id) ?? [],
    report: new Uint8Array(whole.data ?? new ArrayBuffer()),
    part: new Uint8Array(part.data ?? new ArrayBuffer()),
    beyond: {
      status: far.response.status,
      code: far.error?.code ?? '',
      contentRange: far.response.headers.get('Content-Range'),
    },
    sealed: {
      bytes: new Uint8Array(sealed.data ?? new ArrayBuffer()),
      opensWith: sealed.response.headers.get('X-Opens-With'),
    },
    refusal: {
      status: wrong.response.status,
      code: wrong.error?.code ?? '',
      fields: wrong.error?.errors?.map(({ pointer }) => pointer) ?? [],
    },
    unknown: { status: unknown.response.status, code: unknown.error?.code ?? '' },
    keyIds: keys.data?.keys.map(({ kid }) => kid) ?? [],
    events: entries.map(({ event }) => event),
    metrics: metrics.data ?? '',
    connection: { id: connection.data?.id ?? '', sources: connection.data?.sources ?? null },
  };
}
