import type { OpenFile } from '../files/file-store.js';

/** Names of the streams that hold the document itself (MS-CFB, MS-DOC, MS-XLS, MS-PPT). */
const streams: readonly [name: string, extension: string][] = [
  ['WordDocument', 'doc'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
  ['PowerPoint Document', 'ppt'],
  ['__properties_version1.0', 'msg'],
];

/** Whether a file is a compound file, as Office wrote before 2007. */
export const isOldOffice = (start: Buffer) =>
  start.length >= 512 && start.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'));

const entryBytes = 128;

/** The extension of a compound file by the streams its directory begins with. */
export async function oldOfficeExtension(file: OpenFile): Promise<string | undefined> {
  const header = await file.readAt(0, 512);
  const sectorBytes = 2 ** Math.min(12, header.readUInt16LE(30));
  const place = (header.readUInt32LE(48) + 1) * sectorBytes;
  const directory = await file.readAt(place, 4096);
  const names = new Set<string>();
  for (let at = 0; at + entryBytes <= directory.length; at += entryBytes) {
    const length = Math.min(64, directory.readUInt16LE(at + 64));
    names.add(directory.subarray(at, at + Math.max(0, length - 2)).toString('utf16le'));
  }
  return streams.find(([name]) => names.has(name))?.[1];
}
