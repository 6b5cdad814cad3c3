import type { Request, Response } from 'express';
import type { Service } from '../service.js';
import type { Deliveries } from './deliveries.js';
import { sendEncrypted } from './encrypt-report.js';
import { recordHandOut, type HandOut } from './hand-out.js';
import type { Seal } from './recipients.js';
import { sendReport } from './send-report.js';

/** A report for who shows a key. */
export interface GiveOrder extends Pick<HandOut, 'report' | 'connectionId' | 'reader' | 'actor'> {
  /** The report is encrypted so that only its recipients open it. */
  seal?: Seal;
}

/** Hands a report out by key, whole, in ranges or encrypted. Throws AppError before the first byte. */
export async function giveReport(
  service: Service,
  deliveries: Deliveries,
  { seal, ...handOut }: GiveOrder,
  call: [Request, Response],
): Promise<void> {
  const { report, connectionId, actor } = handOut;
  const [request, response] = call;
  const { files } = service.folder;
  const key = await service.reportChecks.require(report, connectionId, actor);
  const onDamage = async () => {
    await service.reportChecks.note(report, connectionId, 'other_digest', actor);
  };
  if (!seal) {
    await sendReport(files, key, report, call, {
      begin: (given, range) => recordHandOut(service, deliveries, { ...handOut, given, range }, call),
      onDamage,
    });
    return;
  }
  const given = { first: 0, last: report.bytes - 1 };
  if (request.method !== 'HEAD') await recordHandOut(service, deliveries, { ...handOut, given, seal }, call);
  await sendEncrypted(files, key, report, seal, request, response, onDamage);
}
