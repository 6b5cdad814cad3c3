import { toAppError } from '../http/problem.js';

/** Why a form was not taken, in the API's own words. */
export interface FormProblem {
  detail: string;
  status: number;
  /** By the name of the field, as the API calls it. */
  fields: Record<string, string>;
}

/** The problem of a form, for its page to show; what is no fault of whoever sent it is thrown again. */
export function problemOf(error: unknown): FormProblem {
  const { message, httpStatus, options } = toAppError(error);
  if (httpStatus >= 500 || httpStatus === 401) throw error;
  const fields = (options.fields ?? []).map(({ pointer, detail }): [string, string] => [
    pointer.slice(1).split('/')[0] ?? '',
    detail,
  ]);
  return { detail: message, status: httpStatus, fields: Object.fromEntries(fields.reverse()) };
}
