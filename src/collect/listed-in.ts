import type { Source } from '../contract/index.js';
import { addDays, earlierDay, laterDay, type Span } from '../model/days.js';
import type { PlannedWindow } from '../model/window.js';
import { identify, queryAskedBy, queryOf } from '../spool/identity.js';
import type { ReadNeeds } from '../spool/settle.js';

/** In which windows the lists of a source have shown its records. */
export interface ListedIn {
  /** Those of a record, newest first; undefined: it is not known. */
  windowsOf(id: string): readonly PlannedWindow[] | undefined;
}

/** Reads once through the lists of a source, as they were before its records were brought into order. */
export async function readListedIn(
  { steps, spool, requestId }: ReadNeeds,
  source: Source,
): Promise<ListedIn> {
  const windows = new Map<string, PlannedWindow[]>();
  for await (const page of steps.done(requestId, source.id, 'list'))
    for (const step of page) {
      const { result, parameters, position } = step;
      if (!result?.records || !parameters.window) continue;
      const window = askedWindow(parameters.window, result.asked);
      const query = queryOf(source, queryAskedBy(step));
      for await (const record of spool.readRecords(source.id, position)) {
        const [id] = identify(source, query, record);
        const known = windows.get(id);
        if (!known) windows.set(id, [window]);
        else if (!known.some(({ from, to }) => from === window.from && to === window.to)) known.push(window);
      }
    }
  // Records that share an identity and differ are numbered.
  return { windowsOf: (id) => windows.get(id) ?? windows.get(id.replace(/\|\d+$/, '')) };
}

/** The window as it was asked: after a pause with the days that had come. */
function askedWindow({ isNewest, ...planned }: PlannedWindow, asked: readonly Span[]): PlannedWindow {
  const { from, to } = asked.reduce(
    (hull, span) => ({ from: earlierDay(hull.from, span.from), to: laterDay(hull.to, span.to) }),
    { from: planned.from, to: planned.to },
  );
  return { from, to, ...(isNewest && { isNewest }) };
}

/** Whether a window holds something of a period, with a day more at either end. */
export const touches = ({ from, to }: Span, period: Partial<Span>): boolean =>
  (period.from === undefined || to >= addDays(period.from, -1)) &&
  (period.to === undefined || period.to >= '9999-12-31' || from <= addDays(period.to, 1));
