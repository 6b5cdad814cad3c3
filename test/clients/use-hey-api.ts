import { createClient } from './generated/hey-api/client/index.js';
import * as api from './generated/hey-api/index.js';
import type { AccessRequestOrder } from './generated/hey-api/index.js';
import type { Needs, Told } from './told.js';

/** The service as a program sees it that takes the client of @hey-api/openapi-ts. */
export async function use({ baseUrl, key, email, recipient }: Needs): Promise<Told> {
  const client = createClient({ baseUrl, auth: () => key });
  const headers = { Prefer: 'wait=30', 'Idempotency-Key': 'hey-api' };
  const body: AccessRequestOrder = { email, media: false, sources: ['user', 'user-settings'] };
  const created = await api.createAccessRequest({ client, headers, body });
  const again = await api.createAccessRequest({ client, headers, body });
  if (!created.data) throw new Error(created.error?.detail);
  const path = { id: created.data.id };
  const look = () => api.getAccessRequest({ client, path, headers: { Prefer: 'wait=30' } });
  let read = await look();
  while (read.data?.status === 'queued' || read.data?.status === 'running') read = await look();
  const list = await api.listAccessRequests({ client, query: { limit: 5 } });
  const whole = await api.getReport({ client, path });
  const part = await api.getReport({ client, path, headers: { Range: 'bytes=2-9' } });
  const far = await api.getReport({ client, path, headers: { Range: 'bytes=999999999-' } });
  const sealed = await api.getEncryptedReport({ client, path, body: { recipients: [recipient] } });
  const wrong = await api.getReport({ client, path, query: { recipient: ['x', 'y'] } });
  const none = { id: '00000000-0000-4000-8000-000000000000' };
  const unknown = await api.getAccessRequest({ client, path: none });
  const keys = await api.listSigningKeys({ client });
  const ledger = await api.readLedger({ client, query: { connection_id: 'default' } });
  const metrics = await api.readMetrics({ client });
  const connection = await api.createConnection({
    client,
    body: { label: 'Other', plan: 'pro', client_id: 'a', client_secret: 'b', sources: ['user'] },
  });
  return {
    created: created.response?.status ?? 0,
    replayed: again.response?.headers.get('Idempotency-Replayed') ?? null,
    status: read.data?.status ?? '',
    sources: read.data?.sources.map(({ id }) => id) ?? [],
    listed: list.data?.items.map(({ id }) => id) ?? [],
    report: await bytesOf(whole.data),
    part: await bytesOf(part.data),
    beyond: {
      status: far.response?.status ?? 0,
      code: far.error?.code ?? '',
      contentRange: far.response?.headers.get('Content-Range') ?? null,
    },
    sealed: {
      bytes: await bytesOf(sealed.data),
      opensWith: sealed.response?.headers.get('X-Opens-With') ?? null,
    },
    refusal: {
      status: wrong.response?.status ?? 0,
      code: wrong.error?.code ?? '',
      fields: wrong.error?.errors?.map(({ pointer }) => pointer) ?? [],
    },
    unknown: { status: unknown.response?.status ?? 0, code: unknown.error?.code ?? '' },
    keyIds: keys.data?.keys.map(({ kid }) => kid) ?? [],
    events: ledger.data?.items.map(({ event }) => event) ?? [],
    metrics: metrics.data ?? '',
    connection: { id: connection.data?.id ?? '', sources: connection.data?.sources ?? null },
  };
}

const bytesOf = async (blob: Blob | undefined) =>
  blob ? new Uint8Array(await blob.arrayBuffer()) : new Uint8Array();
