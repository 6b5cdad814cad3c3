import type { OpenFile } from '../files/file-store.js';
import { parseJson } from '../json.js';
import type { Spool } from './spool.js';

/** Files that are open at a time. */
const mostOpen = 16;

/** Bytes read at once: copies of one record often lie in the same order in each list. */
const blockBytes = 64 * 1024;

interface OpenList {
  file: OpenFile;
  block: Buffer;
  /** Where in the file the block begins. */
  start: number;
}

/** Rows of a source's lists that were passed before, or are still to come. Their lists stay open meanwhile. */
export class OpenLists {
  private readonly lists: number[] = [];
  private readonly offsets: number[] = [];
  private readonly lengths: number[] = [];
  /** By position of the list, the one used longest ago first. */
  private readonly opened = new Map<number, OpenList>();

  constructor(
    private readonly spool: Spool,
    private readonly source: string,
  ) {}

  /** Notes where the next row lies. Rows are numbered from 0. */
  add(list: number, offset: number, bytes: number): number {
    this.offsets.push(offset);
    this.lengths.push(bytes);
    return this.lists.push(list) - 1;
  }

  async read(row: number): Promise<unknown> {
    const bytes = await this.bytesOf(this.lists[row] ?? 0, this.offsets[row] ?? 0, this.lengths[row] ?? 0);
    return parseJson(bytes.toString('utf8'));
  }

  async close(): Promise<void> {
    const open = [...this.opened.values()];
    this.opened.clear();
    await Promise.all(open.map(({ file }) => file.close()));
  }

  private async bytesOf(position: number, offset: number, length: number): Promise<Buffer> {
    const list = await this.openList(position);
    if (offset < list.start || offset + length > list.start + list.block.length) {
      list.block = await list.file.readAt(offset, Math.max(blockBytes, length));
      list.start = offset;
    }
    return list.block.subarray(offset - list.start, offset - list.start + length);
  }

  private async openList(position: number): Promise<OpenList> {
    const known = this.opened.get(position);
    this.opened.delete(position);
    const [oldest] = this.opened;
    if (!known && oldest && this.opened.size >= mostOpen) {
      this.opened.delete(oldest[0]);
      await oldest[1].file.close();
    }
    const file = known?.file ?? (await this.spool.files.open(this.spool.listFile(this.source, position)));
    const list = known ?? { file, block: Buffer.alloc(0), start: 0 };
    this.opened.set(position, list);
    return list;
  }
}
