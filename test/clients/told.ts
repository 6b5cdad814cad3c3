/** What a client has learnt of the service; the same for every client. */
export interface Told {
  created: number;
  replayed: string | null;
  status: string;
  sources: string[];
  listed: string[];
  report: Uint8Array;
  part: Uint8Array;
  beyond: { status: number; code: string; contentRange: string | null };
  sealed: { bytes: Uint8Array; opensWith: string | null };
  refusal: { status: number; code: string; fields: string[] };
  unknown: { status: number; code: string };
  keyIds: string[];
  events: string[];
  metrics: string;
  connection: { id: string; sources: string[] | null };
}

/** What a client needs. */
export interface Needs {
  baseUrl: string;
  key: string;
  email: string;
  recipient: string;
}
