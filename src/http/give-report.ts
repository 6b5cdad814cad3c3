import type { Request, Response } from 'express';
import type { Service } from '../service.js';
import type { Deliveries } from './deliveries.js';
import { encrypterFor, sendEncrypted } from './encrypt-report.js';
import { recordHandOut, type HandOut } from './hand-out.js';
import { sendReport } from './send-report.js';

/** A report for who shows a key. */
export interface GiveOrder extends Pick<HandOut, 'report' | 'connectionId' | 'reader' | 'actor'> {
  /** A recipient of age: the report is encrypted so that only they open it. */
  recipient?: string;
}

/** Hands a report out by key, whole, in ranges or encrypted. Throws AppError before the first byte. */
export async function giveReport(
  service: Service,
  deliveries: Deliveries,
  { recipient, ...handOut }: GiveOrder,
  call: [Request, Response],
): Promise<void> {
  const { report, connectionId, actor } = handOut;
  const [request, response] = call;
  const encrypter = recipient === undefined ? undefined : encrypterFor(recipient);
  const file = await service.reportChecks.require(report, connectionId, actor);
  const onDamage = () => void service.reportChecks.note(report, connectionId, 'other_digest', actor);
  if (!encrypter) {
    await sendReport(file, report, call, {
      begin: (given, range) => recordHandOut(service, deliveries, { ...handOut, given, range }, call),
      onDamage,
    });
    return;
  }
  const given = { first: 0, last: report.bytes - 1 };
  if (request.method === 'GET')
    recordHandOut(service, deliveries, { ...handOut, given, isEncrypted: true }, call);
  await sendEncrypted(file, report, encrypter, onDamage, response);
}
