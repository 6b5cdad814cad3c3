/**
 * What a step does: find the subject, read a window of a list, one record's detail, or one file, make the
 * report.
 */
export type StepKind = 'lookup' | 'list' | 'detail' | 'file' | 'report';

/** Stands in the place of a source for the steps that belong to the request as a whole. */
export const wholeRequest = '*';

/** How far a source has come; each phase's steps are planned when the one before has ended. */
export type SourcePhase = 'listing' | 'details' | 'files' | 'done';

/** The unit of work and of resume. Without a result it is still to be done. */
export interface Step<Parameters = unknown, Result = unknown> {
  requestId: string;
  sourceId: string;
  kind: StepKind;
  position: number;
  parameters: Parameters;
  result?: Result;
}

/** One source of one request. */
export interface SourceRun<Plan = unknown> {
  requestId: string;
  sourceId: string;
  phase: SourcePhase;
  /** What was decided when the request was planned. */
  plan: Plan;
}

/** Steps done and planned of one kind of one source. */
export interface StepCount {
  sourceId: string;
  kind: StepKind;
  done: number;
  total: number;
  /** Records that the lists have brought. */
  records: number;
  /** Bytes of the files that were downloaded. */
  bytes: number;
  /** Calls the done steps have made. */
  calls: number;
}

/** A step that belongs to the request as a whole. */
export const wholeStepOf = (requestId: string, kind: 'lookup' | 'report'): Step => ({
  ...{ requestId, sourceId: wholeRequest, kind, position: 0, parameters: {} },
});
