import type { SourceOutcome } from '../model/source-outcome.js';
import type { SourceRun } from '../model/source-run.js';
import type { Spool } from '../spool/spool.js';
import type { Connector, SpokenFields, SubjectLookup } from '../contract/index.js';
import type { StepStore } from '../storage/step-store.js';
import type { ParentsInReport } from './name-parents.js';
import type { ParentSpan } from './parent-spans.js';
import type { ReportSettings } from '../model/report-settings.js';
import type { Signer } from '../storage/signing-key.js';
import type { AccessRequest } from '../model/access-request.js';

/** Everything a report is made of. The same facts give the same bytes. */
export interface ReportFacts {
  request: AccessRequest & { lookup: SubjectLookup };
  /** How the request ended. */
  status: 'completed' | 'completed_with_gaps' | 'no_match';
  connector: Connector;
  connection: { id: string; plan: string; rateShare: number };
  program: { name: string; version: string };
  /** Where the connection's ledger stood when the report was made. */
  ledgerHead?: { sequence: number; hash: string };
  /** Language of the words for people; absent: English. */
  language?: string;
  /** What the controller says in the report; absent: nothing, and nothing is invented. */
  reportSettings?: ReportSettings;
  /** Signs the report; absent: it is not signed. */
  signer?: Signer;
  runs: readonly SourceRun[];
  steps: StepStore;
  spool: Spool;
  /** What becomes of other people's names, addresses, numbers and ids; absent: `keep`. */
  thirdParties?: 'keep' | 'pseudonymise';
}

/** One source in the report. */
export interface ReportSource {
  id: string;
  title: string;
  category: string;
  docs: string;
  outcome: SourceOutcome;
  /** Payload files that hold its records, relative to the top folder. */
  recordFiles: string[];
  recordBytes: number;
  /** Secrets taken out of its records and files. */
  secretsMasked: number;
  files: ReportFile[];
  /** Where it was asked for each record of another place: what became of those. */
  parents?: ParentsInReport;
  /** Which of its records were asked for which record of another place; absent: for none. */
  spans?: readonly ParentSpan[];
}

/** One downloaded file in the report. */
export interface ReportFile {
  path: string;
  kind: string;
  bytes: number;
  /** Line of the record it belongs to, counted from 1. */
  record: number;
  /** Which of several takes of a record it is of; absent: there is one. */
  take?: string;
  /** Where what was said stands in it; absent: it is no transcript. Its text is that of the report. */
  spoken?: { key: string; fields?: SpokenFields };
}
