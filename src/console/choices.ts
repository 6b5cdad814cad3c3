import { Router, type Request, type Response } from 'express';
import { readPreference, writePreference } from './preference-cookie.js';
import { fieldsOf } from './form-body.js';
import { languages, type Language } from './texts/texts.js';

/** The colour schemes that can be chosen; none chosen: as the system has it. */
export const looks = ['light', 'dark'] as const;

/** How a browser wants its pages. */
export interface Choices {
  language: Language;
  look?: (typeof looks)[number];
}

/** What the browser has chosen, else what it says it prefers. */
export function choicesOf(request: Request, publicUrl: string): Choices {
  const chosen = readPreference(request, publicUrl, 'language');
  const preferred = request.acceptsLanguages([...languages]);
  return {
    language: languages.find((one) => one === chosen) ?? languages.find((one) => one === preferred) ?? 'en',
    look: looks.find((one) => one === readPreference(request, publicUrl, 'look')),
  };
}

/** `/choices`: language and colour scheme, kept in the browser. */
export function choiceRoutes(publicUrl: () => string, base: () => string): Router {
  const router = Router();
  router.post('/', (request: Request, response: Response) => {
    const fields = fieldsOf(request);
    for (const name of ['language', 'look'] as const)
      if (fields.has(name)) writePreference(response, publicUrl(), name, fields.typed(name));
    const back = fields.typed('back');
    response.redirect(303, isOwnPath(back, base()) ? back : `${base()}/`);
  });
  return router;
}

/** A path below the console; nothing leads to another host. */
export const isOwnPath = (path: string, base: string) =>
  path.startsWith(`${base}/`) &&
  /^\/[\w./?=&%~-]*$/.test(path) &&
  !path.includes('//') &&
  !path.includes('..');
