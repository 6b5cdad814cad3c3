import type { ShownConnection } from '../http/show-connection.js';
import type { Fields } from './form-body.js';

/** The order of a form for a new connection, as the API spells it. */
export function connectionOrderOf(fields: Fields): object {
  const sources = fields.all('sources');
  return {
    connector: fields.text('connector'),
    label: fields.text('label') ?? '',
    plan: fields.text('plan'),
    client_id: fields.text('client_id') ?? '',
    client_secret: fields.text('client_secret') ?? '',
    account_id: fields.text('account_id'),
    ...(sources.length > 0 && { sources }),
  };
}

/** The change that a form means: only what differs from what is there, so that nothing else is touched. */
export function connectionChangeOf(fields: Fields, before: ShownConnection): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  const note = (name: string, value: unknown, was: unknown) => {
    if (fields.has(name) && JSON.stringify(value) !== JSON.stringify(was)) change[name] = value;
  };
  const number = (name: string) => {
    const text = fields.text(name);
    return text === undefined ? null : Number(text.replace(',', '.'));
  };
  note('label', fields.text('label') ?? '', before.label);
  note('plan', fields.text('plan'), before.plan);
  note('rate_share', number('rate_share'), before.rate_share);
  note('retention_days', number('retention_days'), before.retention_days);
  if (fields.has('settings')) {
    const settings = settingsOf(fields, before.report_settings ?? {});
    if (JSON.stringify(settings) !== JSON.stringify(before.report_settings))
      change.report_settings = settings;
  }
  return Object.keys(change).length > 0 ? change : { label: before.label };
}

/** What the reports say for the controller; what the form does not show stays as it was. */
function settingsOf(fields: Fields, before: object): object | null {
  const name = fields.text('controller_name');
  const contact = fields.text('controller_contact');
  const officer = fields.text('privacy_officer');
  const controller = name !== undefined || contact !== undefined;
  const general = {
    ...(before as { general?: object }).general,
    purposes: fields.text('purposes'),
    categories: fields.text('categories'),
    retention: fields.text('retention_text'),
  };
  const hasGeneral = Object.values(general).some((value) => value !== undefined);
  const settings = {
    ...before,
    third_parties: fields.text('third_parties'),
    controller: controller
      ? { name: name ?? '', contact: contact ?? '', privacy_officer: officer }
      : undefined,
    authority: fields.text('authority'),
    transfers: fields.text('transfers'),
    general: hasGeneral ? general : undefined,
  };
  const isEmpty = Object.values(settings).every((value) => value === undefined);
  return isEmpty ? null : (JSON.parse(JSON.stringify(settings)) as object);
}
