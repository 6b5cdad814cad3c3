import type {
  DetailParameters,
  DetailResult,
  FileParameters,
  FileResult,
  ListParameters,
  ListResult,
} from './step-result.js';

/** Stands in the place of a source for the steps that belong to the request as a whole. */
export const wholeRequest = '*';

/** Which step of which source of which request. */
export interface StepKey<Kind extends string = StepKind> {
  requestId: string;
  sourceId: string;
  kind: Kind;
  position: number;
}

interface StepOf<Kind extends string, Parameters, Result> extends StepKey<Kind> {
  parameters: Parameters;
  result?: Result;
}

/** Reads a window of a list. */
export type ListStep = StepOf<'list', ListParameters, ListResult>;

/** Completes one record by a further call. */
export type DetailStep = StepOf<'detail', DetailParameters, DetailResult>;

/** Fetches one file. */
export type FileStep = StepOf<'file', FileParameters, FileResult>;

/** Belongs to the request as a whole: finds the subject, or makes the report. It keeps no result: that may name people. */
export type RequestStep = StepOf<'lookup' | 'report', Record<string, never>, { end?: undefined }>;

/** A step that reads something of a source. */
export type SourceStep = ListStep | DetailStep | FileStep;

/** The unit of work and of resume. Without a result it is still to be done. */
export type Step = SourceStep | RequestStep;

/** What a step does. */
export type StepKind = Step['kind'];

/** What a step brings. */
export type ResultOf<S extends Step> = NonNullable<S['result']>;

/** The steps of a kind. */
export type StepOfKind<Kind extends StepKind> = Extract<Step, { kind: Kind }>;

/** Steps done and planned of one kind of one source. */
export interface StepCount {
  sourceId: string;
  kind: StepKind;
  /** Which operation, detail or attachment rule; absent: the first. */
  part?: string | number;
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
export const requestStepOf = (requestId: string, kind: RequestStep['kind']): RequestStep => ({
  ...{ requestId, sourceId: wholeRequest, kind, position: 0, parameters: {} },
});
