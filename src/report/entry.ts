/** One file of the bag: its name inside the top folder and where its bytes lie. */
export interface Entry {
  name: string;
  key: string;
  bytes: number;
  sha256: string;
  /** Where it came with the download: a stored entry of a zip begins with it. */
  crc32?: number;
}
