import type { Request, Response } from 'express';
import type { Service } from '../service.js';
import type { AccessRequest } from '../model/access-request.js';
import { actorOf } from './authenticate.js';
import { sendEncrypted } from './encrypt-report.js';
import type { Seal } from './recipients.js';
import { reportOf, sendReport } from './send-report.js';

/** Hands a version of a report out to a caller with a key, as it is or encrypted; the ledger knows. */
export async function handOut(
  { requests, ledger, reportChecks }: Pick<Service, 'requests' | 'ledger' | 'reportChecks'>,
  found: AccessRequest,
  { version, seal }: { version?: number; seal?: Seal },
  request: Request,
  response: Response,
): Promise<void> {
  const report = reportOf(found, requests.reportsOf(found.id), version);
  const file = await reportChecks.require(report, found.connectionId, actorOf(response));
  if (request.method !== 'HEAD') {
    const range = request.headers.range?.slice(0, 100);
    const sealed = seal && { encrypted: true, recipients: seal.count, post_quantum: seal.isPostQuantum };
    const what = {
      ...{ request: found.id, version: report.version, sha256: report.sha256 },
      ...(sealed ?? { range }),
    };
    ledger.append(found.connectionId, 'report.downloaded', what, actorOf(response));
  }
  const noteDamage = () =>
    void reportChecks.note(report, found.connectionId, 'other_digest', actorOf(response));
  if (seal) await sendEncrypted(file, report, seal, request, response, noteDamage);
  else await sendReport(file, report, request, response, noteDamage);
}
