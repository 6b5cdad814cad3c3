import type { ChosenFile } from './chosen-file.js';

/** Why a file cannot be read as a zip: a name of one of the page's sentences. */
export class NoZip extends Error {
  constructor(readonly reason: 'noZip' | 'isAge') {
    super(reason);
  }
}

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT 4.3 */
const endBytes = 22;
const locatorBytes = 20;
const localBytes = 30;
const centralBytes = 46;
const longestComment = 0xffff;
const signatures = { end: 0x06054b50, locator64: 0x07064b50, end64: 0x06064b50, entry: 0x02014b50 };

/** Means "see the field of ZIP64". */
const largest32 = 0xffffffff;

const view = async (blob: Blob, start: number, end: number) =>
  new DataView(await blob.slice(start, end).arrayBuffer());

/** The files in a zip, by its list of entries. Throws NoZip. */
export async function filesOfZip(blob: Blob): Promise<ChosenFile[]> {
  if ((await blob.slice(0, 40).text()).match(/^age-encryption\.org|^-----BEGIN AGE/))
    throw new NoZip('isAge');
  try {
    const { start, end } = await findDirectory(blob);
    return readDirectory(blob, await view(blob, start, end));
  } catch {
    throw new NoZip('noZip');
  }
}

async function findDirectory(blob: Blob): Promise<{ start: number; end: number }> {
  const from = Math.max(0, blob.size - endBytes - longestComment);
  const tail = await view(blob, from, blob.size);
  let place = tail.byteLength - endBytes;
  while (tail.getUint32(place, true) !== signatures.end) place -= 1;
  const locator = place - locatorBytes;
  if (locator >= 0 && tail.getUint32(locator, true) === signatures.locator64) {
    const at = Number(tail.getBigUint64(locator + 8, true));
    const end64 = await view(blob, at, at + 56);
    if (end64.getUint32(0, true) !== signatures.end64) throw new RangeError('no end in ZIP64');
    const start = Number(end64.getBigUint64(48, true));
    return { start, end: start + Number(end64.getBigUint64(40, true)) };
  }
  const start = tail.getUint32(place + 16, true);
  return { start, end: start + tail.getUint32(place + 12, true) };
}

function readDirectory(blob: Blob, directory: DataView): ChosenFile[] {
  const files: ChosenFile[] = [];
  const text = new TextDecoder();
  for (let place = 0; place < directory.byteLength;) {
    if (directory.getUint32(place, true) !== signatures.entry) throw new RangeError('no entry');
    const [names, extras, comments] = [28, 30, 32].map((at) => directory.getUint16(place + at, true)) as [
      number,
      number,
      number,
    ];
    const bytesOfName = new Uint8Array(directory.buffer, place + centralBytes, names);
    const name = text.decode(bytesOfName);
    const sizes = sizesOf(directory, place, place + centralBytes + names, extras);
    const method = directory.getUint16(place + 10, true);
    if (!name.endsWith('/'))
      files.push({
        name,
        bytes: sizes.bytes,
        open: () => openEntry(blob, sizes.offset, sizes.packed, method),
      });
    place += centralBytes + names + extras + comments;
  }
  return files;
}

interface Sizes {
  bytes: number;
  packed: number;
  offset: number;
}

function sizesOf(directory: DataView, place: number, extra: number, length: number): Sizes {
  const sizes: Sizes = {
    bytes: directory.getUint32(place + 24, true),
    packed: directory.getUint32(place + 20, true),
    offset: directory.getUint32(place + 42, true),
  };
  for (let at = extra; at + 4 <= extra + length; at += 4 + directory.getUint16(at + 2, true)) {
    if (directory.getUint16(at, true) !== 1) continue;
    let number = at + 4;
    for (const field of ['bytes', 'packed', 'offset'] as const) {
      if (sizes[field] !== largest32) continue;
      sizes[field] = Number(directory.getBigUint64(number, true));
      number += 8;
    }
  }
  return sizes;
}

async function openEntry(
  blob: Blob,
  offset: number,
  packed: number,
  method: number,
): Promise<ReadableStream<Uint8Array>> {
  const header = await view(blob, offset, offset + localBytes);
  const start = offset + localBytes + header.getUint16(26, true) + header.getUint16(28, true);
  const content = blob.slice(start, start + packed).stream();
  if (method === 0) return content;
  if (method !== 8) throw new RangeError('packed in another way');
  return content.pipeThrough(new DecompressionStream('deflate-raw'));
}
