import { isVendorRecord } from '../contract/index.js';
import { parseJson } from '../json.js';

/** Names that number a failure, letters' case, `_` and `-` aside. */
const codes = new Set(['code', 'errorcode', 'errcode', 'statuscode', 'httpstatus', 'status']);
/** Names that put a failure in words. */
const words = new Set([
  ...['message', 'msg', 'errormessage', 'errormsg', 'errmsg', 'reason', 'detail', 'details'],
  ...['description', 'errordescription', 'title', 'statustext', 'cause'],
]);
/** Names that stand for a failure by themselves. */
const failures = new Set([
  ...['error', 'errors', 'errormessage', 'errormsg', 'errmsg', 'errordescription', 'errorcode'],
  ...['fault', 'exception'],
]);
/** Flags that say whether it went well. */
const flags = new Set(['status', 'success', 'ok', 'succeeded']);
/** What an answer carries about itself. */
const neutral = new Set([
  ...['requestid', 'traceid', 'trackingid', 'timestamp', 'time', 'path', 'type', 'instance', 'method'],
  ...['documentationurl', 'moreinfo', 'link', 'errors', 'result', 'data'],
]);

/** A longer text is content. */
const longestWords = 1_000;
/** JSON that is not whole is still a refusal when it is short and names a number and words. */
const broken =
  /^\{\s*"(?:error_?)?code"\s*:\s*"?\d+"?\s*,(?=[^]*"(?:error_?)?message"\s*:)|^\{\s*"code"\s*:\s*"?\d+"?\s*\}?$/i;

/**
 * Whether a text is JSON that says nothing but that something was refused or went wrong. JSON that says anything
 * else is content, whatever its form.
 */
export function isRefusalJson(text: string): boolean {
  if (!/^[{[]/.test(text)) return false;
  try {
    return isRefusal(parseJson(text));
  } catch {
    return text.length <= 4_096 && broken.test(text);
  }
}

function isRefusal(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 1 && isRefusal(value[0]);
  if (!isVendorRecord(value)) return false;
  const fields = Object.entries(value).map(([name, inner]) => ({
    name: name.toLowerCase().replaceAll(/[_-]/g, ''),
    value: inner,
  }));
  if (fields.length === 0 || fields.some(isContent)) return false;
  const says = fields.some((field) => words.has(field.name) && !isNothing(field.value));
  if (fields.some((field) => flags.has(field.name) && field.value === false)) return true;
  if (fields.some((field) => failures.has(field.name) && isFailure(field.value))) return true;
  if (fields.some((field) => codes.has(field.name) && isCode(field.value)))
    return says || fields.length === 1;
  return (
    fields.some(({ name, value: inner }) => ['message', 'msg'].includes(name) && !isNothing(inner)) &&
    fields.every(({ name }) => words.has(name) || codes.has(name) || neutral.has(name))
  );
}

/** Lists and objects say more than a refusal does, unless they describe it; so do long texts. */
function isContent({ name, value }: { name: string; value: unknown }): boolean {
  if (typeof value === 'string') return value.length > longestWords;
  if (typeof value !== 'object' || isNothing(value)) return false;
  return !failures.has(name) && !['details', 'detail', 'reason', 'cause', 'message'].includes(name);
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isNothing);
}

const isFailure = (value: unknown) => !isNothing(value) && value !== false && !/^0+$/.test(String(value));

/** A number of three digits and more, a negative one, or one word such as `AccessDenied`. */
const isCode = (value: unknown) =>
  /^(?:\d{3,}|-\d+)$/.test(String(value)) ||
  (typeof value === 'string' &&
    /denied|forbid|fail|error|unauth|invalid|expired|not_?found|missing/i.test(value));
