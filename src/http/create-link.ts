import { reportOf } from '../api/report-of.js';
import { toIso } from '../clock.js';
import type { Actor } from '../ledger/ledger.js';
import type { AccessRequest } from '../model/access-request.js';
import type { Service } from '../service.js';
import { linkOrderSchema } from './delivery-schemas.js';
import { makeLink } from './report-links.js';

/** Makes a link to a report of a request and writes that down. Throws AppError when there is no such report. */
export async function createLink(
  service: Pick<Service, 'requests' | 'links' | 'clock' | 'ledger'>,
  publicUrl: () => string,
  found: AccessRequest,
  order: unknown,
  actor: Actor,
): Promise<{ url: string; expires_at: string; version: number }> {
  const { version, seconds } = linkOrderSchema.parse(order ?? {});
  const report = reportOf(found, await service.requests.reportsOf(found.id), version);
  const { secret, linkHash, expiresAt } = await makeLink(service, report, seconds);
  const expires_at = toIso(expiresAt);
  const what = { request: found.id, version: report.version, link: linkHash.slice(0, 16), expires_at };
  await service.ledger.record(found.connectionId, 'link.created', what, actor);
  return { url: `${publicUrl()}/reports/${secret}`, expires_at, version: report.version };
}
