import type { Request, RequestHandler } from 'express';
import { rawBody } from '../http/raw-body.js';

/** What a form sent: of a name that comes several times, all values. */
export class Fields {
  constructor(private readonly parameters: URLSearchParams) {}

  /** A text without what surrounds it; undefined: it was left empty. */
  text(name: string): string | undefined {
    const value = this.parameters.get(name)?.trim();
    return value === '' ? undefined : value;
  }

  all(name: string): string[] {
    return this.parameters.getAll(name);
  }

  has(name: string): boolean {
    return this.parameters.has(name);
  }

  /** As it was typed, to be shown again. */
  typed(name: string): string {
    return this.parameters.get(name) ?? '';
  }

  get entries(): [string, string][] {
    return [...this.parameters];
  }
}

/** Reads forms as browsers send them. */
export function formBody(): RequestHandler[] {
  return [
    rawBody((request) => request.is('application/x-www-form-urlencoded') !== false),
    (request, _response, next) => {
      const bytes: unknown = request.body;
      const text = Buffer.isBuffer(bytes) ? bytes.toString('utf8') : '';
      request.body = new Fields(new URLSearchParams(text));
      next();
    },
  ];
}

/** The form of a call. */
export const fieldsOf = (request: Pick<Request, 'body'>): Fields =>
  request.body instanceof Fields ? request.body : new Fields(new URLSearchParams());
