import { z } from 'zod';
import { defineSource, isVendorRecord, keyOf, textOf, type Subject } from '../../../src/contract/index.js';
import { reportScopes, reportWindow, tooOld } from './account-reports.js';
import { aboutBy, isAddressOf, isIdOf } from './is-subject.js';

/** Fields of a row that can hold the number somebody dialled in from. */
const numbers = ['call_in_number', 'phone_number', 'signaled_number'];

/** Calls into and out of meetings by telephone: those of meetings the person hosted, and those from the person's numbers. */
export const dialIns = defineSource({
  id: 'dial-ins',
  title: 'Telephone calls into your meetings, or from your numbers',
  groups: ['reports'],
  category: 'Meetings and webinars',
  docs: 'https://developers.zoom.us/docs/api/meetings/#tag/reports/GET/report/telephone',
  asks: [
    {
      endpoint: '/report/telephone',
      scopes: reportScopes('report:read:telephone:admin'),
      rateLimit: { family: 'main', label: 'heavy' },
      pages: { follow: 'token', size: 300 },
      query: [{ type: '1' }, { type: '2' }, { type: '3' }],
      list: 'telephony_usage',
      window: reportWindow('start_time'),
      failures: tooOld,
    },
  ],
  record: z.looseObject({ uuid: z.string(), start_time: z.string() }),
  recordId: ({ call_in_number, end_time, phone_number, signaled_number, start_time, type, uuid }) =>
    keyOf(uuid, call_in_number, start_time, end_time, phone_number, signaled_number, type),
  about: (row, { subject }) =>
    aboutBy(
      isIdOf(subject, row.host_id) ||
        isAddressOf(subject, row.host_email) ||
        numbers.some((field) => isNumberOf(subject, row[field])),
      row.host_id,
      row.host_email,
    ),
  limits: [
    'Calls are found by the host of the meeting and by telephone numbers of the person’s profile; who else called is not told.',
    'Zoom does not say how far back this report goes.',
  ],
  columns: [
    { field: 'start_time', heading: 'Began', kind: 'moment' },
    { field: 'host_name', heading: 'Host' },
    { field: 'type', heading: 'Kind of call' },
    { field: 'phone_number', heading: 'Number' },
    { field: 'call_in_number', heading: 'Called from' },
    { field: 'duration', heading: 'Length', kind: 'minutes' },
    { field: 'end_time', heading: 'Ended', kind: 'moment', isDetail: true },
    { field: 'signaled_number', heading: 'Number signalled', isDetail: true },
    { field: 'country_name', heading: 'Country', isDetail: true },
    { field: 'meeting_type', heading: 'Kind of meeting', isDetail: true },
    { field: 'meeting_id', heading: 'Meeting ID', isDetail: true },
    { field: 'uuid', heading: 'ID of this occurrence', isDetail: true },
    { field: 'host_email', heading: 'E-mail of the host', isDetail: true },
    { field: 'host_id', heading: 'User ID of the host', isDetail: true },
    { field: 'dept', heading: 'Department', isDetail: true },
    { field: 'rate', heading: 'Price of a minute', isDetail: true },
    { field: 'total', heading: 'Cost, in US dollars', isDetail: true },
  ],
  thirdParties: [
    { name: 'host_name', email: 'host_email', id: 'host_id' },
    { phone: ['call_in_number', 'signaled_number'] },
  ],
});

/** A number of the person's profile, however it is written; short ones are too common to tell anybody. */
function isNumberOf({ record }: Subject, value: unknown): boolean {
  const called = digitsOf(value);
  const listed = Array.isArray(record.phone_numbers) ? (record.phone_numbers as unknown[]) : [];
  return (
    called.length >= 7 &&
    listed.filter(isVendorRecord).some(({ code, country, number }) => {
      const own = digitsOf(number);
      return own.length >= 7 && [own, `${digitsOf(code ?? country)}${own}`].includes(called);
    })
  );
}

const digitsOf = (value: unknown) => (textOf(value) ?? '').replace(/\D/g, '');
