import { fileTypeFromBlob } from 'file-type';
import type { FileStore, OpenFile } from '../files/file-store.js';
import { parseJson } from '../json.js';
import { isOldOffice, oldOfficeExtension } from './old-office.js';

/**
 * What the bytes of a file are called so that people's programs open it, by what the library calls them. What is
 * not here keeps the name its record gives.
 */
const known: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...['pdf', 'rtf', 'docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'epub', 'vtt', 'ics', 'vcf'],
    ...['docm', 'xlsm', 'pptm', 'dotx', 'xltx', 'potx', 'ppsx', 'vsdx'],
    ...['png', 'jpg', 'gif', 'webp', 'heic', 'avif', 'bmp', 'tif', 'ico', 'psd', 'jxl'],
    ...['wav', 'm4a', 'mp3', 'mp4', 'mov', 'm4v', 'webm', 'mkv', 'avi', 'ogg', 'opus', 'flac', 'aac', 'amr'],
    ...['3gp', 'aif', 'oga', 'ogv', 'wma', 'wmv', 'asf'],
    ...['zip', 'gz', '7z', 'rar', 'bz2', 'xz', 'tar'],
  ].map((name) => [name, name]),
);

/** One container under several names: the record knows better than a brand inside it which one is meant. */
const family = new Set(['mp4', 'm4a', 'm4v', 'mov', 'm4b', '3gp']);
const sound = new Set(['mp3', 'wav', 'm4a', 'aac', 'ogg']);
/** A name that promises text is kept for any text but a more telling one. */
const text = new Set(['txt', 'csv', 'vtt', 'json', 'srt', 'md', 'xml', 'html']);

/** A file and what its record calls it. */
export interface Claimed {
  files: FileStore;
  key: string;
  /** Its first bytes. */
  start: Buffer;
  /** These are all of them. */
  isWhole: boolean;
  claimed: string;
}

/** The extension that fits the bytes of a file; the record's own where the bytes do not tell. */
export async function trueExtension({ files, key, start, isWhole, claimed }: Claimed): Promise<string> {
  const file = await files.open(key);
  try {
    return await judge(file, start, isWhole, claimed);
  } finally {
    await file.close();
  }
}

async function judge(file: OpenFile, start: Buffer, isWhole: boolean, claimed: string): Promise<string> {
  if (isOldOffice(start)) return (await oldOfficeExtension(file)) ?? claimed;
  const found = await detect(file, start);
  if (found !== undefined) return among(found, claimed);
  if (claimed !== 'bin' && !(text.has(claimed) && claimed !== 'json')) return claimed;
  const content = readText(start, isWhole);
  if (content === undefined) return claimed;
  if (isWhole && isJson(content)) return 'json';
  return claimed === 'bin' ? 'txt' : claimed;
}

/** The library asks a blob for its size and for pieces: it reads here and there in a file, never all of it. */
function asBlob(file: OpenFile, head: Buffer): Blob {
  const bytesOf = async (start: number, end: number) =>
    end <= head.length ? head.subarray(start, end) : file.readAt(start, end - start);
  const slice = (start: number, end: number) => ({
    arrayBuffer: async () => new Uint8Array(await bytesOf(start, end)).buffer,
  });
  return { size: file.bytes, type: '', slice } as unknown as Blob;
}

function among(found: string, claimed: string): string {
  if (family.has(found) && family.has(claimed)) return claimed;
  // Sound in the container of films, behind a name that promises sound.
  if (found === 'mp4' && sound.has(claimed)) return 'm4a';
  return found;
}

async function detect(file: OpenFile, start: Buffer): Promise<string | undefined> {
  try {
    const type = await fileTypeFromBlob(asBlob(file, start));
    return type && known[type.ext];
  } catch {
    return undefined; // a file that begins like something and is not: its record names it
  }
}

/** UTF-8 without control signs; undefined: it is none. A cut last letter is no fault. */
function readText(start: Buffer, isWhole: boolean): string | undefined {
  try {
    const content = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: !isWhole });
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(content) || content === '' ? undefined : content;
  } catch {
    return undefined; // other bytes
  }
}

function isJson(content: string): boolean {
  if (!/^\s*[{[]/.test(content)) return false;
  try {
    parseJson(content);
    return true;
  } catch {
    return false; // text that begins with a bracket
  }
}
