import type { FailureRule, RateLimit, ScopeAlternatives } from '../contract/index.js';
import type { FileStore } from '../files/file-store.js';
import type { Meter } from './client.js';

/** Where a file is and how large its record says it is. */
export interface FileAddress {
  url: string;
  bytes?: number;
}

/** A file to be fetched. */
export interface Download {
  address: FileAddress;
  /** Where it goes. */
  files: FileStore;
  key: string;
  /** Which file it is, the same in every run: what an earlier run has kept of it is gone on with. */
  name?: string;
  /** Template for metrics and failure rules; never the address. */
  endpoint: string;
  /** What its record calls it. */
  extension: string;
  scopes: ScopeAlternatives;
  rateLimit?: RateLimit;
  failures?: readonly FailureRule[];
  /** Reads the parent record again, for a fresh address; undefined: it no longer names the file. */
  refresh(): Promise<FileAddress | undefined>;
  /** Told about bytes as they arrive. */
  onBytes?(bytes: number): void;
  meter: Meter;
  signal?: AbortSignal;
}

/** A file that is there whole. */
export interface Downloaded {
  bytes: number;
  sha256: string;
  crc32: number;
  /** What its bytes are; the record's word where they do not tell. */
  extension: string;
  /** The record claims another size, also when read again; the transfer itself was whole. */
  sizeDiffers: boolean;
}
