import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyReport } from '../../../src/report/verify.js';
import { buildReport, factsOf } from '../../support/build-report.js';
import { openCollected, type Collected } from '../../support/collected.js';
import { declareSource } from '../../support/declared-source.js';
import { hasTool } from '../../support/outside-tools.js';
import { mapZip, type ZipPart } from '../../support/zip-map.js';

let collected: Collected;
let zip: Buffer;
let parts: ZipPart[];
let damaged: string;

beforeAll(async () => {
  collected = await openCollected();
  await collected.list(
    'things',
    Array.from({ length: 60 }, (_, id) => ({ id: String(id), text: `${id * 7919}` })),
  );
  const { path } = await buildReport(collected, factsOf(collected, [declareSource()]));
  zip = readFileSync(path);
  parts = mapZip(zip);
  mkdirSync(join(collected.folder, 'work'));
  damaged = join(collected.folder, 'work', 'damaged.zip');
});
afterAll(() => collected.close());

const isFound = async (content: Buffer) => {
  writeFileSync(damaged, content);
  return !(await verifyReport(damaged)).isValid;
};
const flip = (place: number, bit: number) => {
  const copy = Buffer.from(zip);
  copy.writeUInt8(copy.readUInt8(place) ^ (1 << bit), place);
  return copy;
};
const partAt = (place: number) => {
  const part = parts.find(({ start, end }) => place >= start && place < end);
  return part?.name === 'data' && place === part.end - 1 ? 'end of data' : (part?.name ?? 'gap');
};

/** Numbers that look random and are the same every time. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) yield state;
}

/** The last bits of a deflated entry can be unused: no reader looks at them. */
const harmless = new Set(['end of data']);

describe('a damaged zip', () => {
  test('every byte of a zip is named, so that nothing hides between its parts', () => {
    let place = 0;
    for (const { start, end } of parts) {
      expect(start).toBe(place);
      place = end;
    }
    expect(place).toBe(zip.length);
  });

  test('one flipped bit at 700 places: found, or behind the end of a content', async () => {
    const random = numbers(20_260_315);
    const undetected = new Map<string, number>();
    for (let round = 0; round < 700; round += 1) {
      const place = random.next().value % zip.length;
      if (!(await isFound(flip(place, random.next().value % 8))))
        undetected.set(partAt(place), (undetected.get(partAt(place)) ?? 0) + 1);
    }
    const harmful = [...undetected].filter(([part]) => !harmless.has(part));
    expect(harmful).toEqual([]);
  });

  test('every single bit of the content of the smallest entries is guarded', async () => {
    const contents = parts.filter(({ name, start, end }) => name === 'data' && end - start < 80);
    expect(contents.length).toBeGreaterThan(1);
    const missed: number[] = [];
    // The last byte of a deflated entry can end in bits that are not used.
    for (const { start, end } of contents)
      for (let place = start; place < end - 1; place += 1)
        for (let bit = 0; bit < 8; bit += 1) if (!(await isFound(flip(place, bit)))) missed.push(place);
    expect(missed).toEqual([]);
  });

  test.each([
    ...['local signature', 'local flags', 'local method', 'local lengths', 'local name'],
    ...[
      'central signature',
      'central versions',
      'central flags',
      'central method',
      'central crc',
      'central lengths',
      'central offset',
      'central name',
    ],
    ...['end signature', 'end size and offset', 'end comment length'],
  ])('a flipped bit that other tools stumble over (%s) is found here too', async (name) => {
    const part =
      parts.filter((candidate) => candidate.name === name)[2] ?? parts.find((one) => one.name === name);
    if (!part) throw new Error(`There is no ${name}.`);
    const accepted: string[] = [];
    for (let place = part.start; place < Math.min(part.end, part.start + 4); place += 1)
      for (const bit of [0, 3, 7])
        if (!(await isFound(flip(place, bit))) && isRefusedOutside())
          accepted.push(`byte ${place - part.start}, bit ${bit}`);
    expect(accepted).toEqual([]);
  });

  test.each([
    ...['local version', 'local time', 'local crc', 'local sizes'],
    ...['central made by', 'central time', 'central sizes', 'central disk', 'central attributes'],
    ...['end disks', 'end counts'],
  ])('a flipped bit that other tools pass over (%s) is found', async (name) => {
    const accepted: string[] = [];
    const all = parts.filter((candidate) => candidate.name === name);
    for (const part of [all[0], all[2]].filter((one) => one !== undefined))
      for (let place = part.start; place < part.end; place += 1)
        for (let bit = 0; bit < 8; bit += 1)
          if (!(await isFound(flip(place, bit)))) accepted.push(`byte ${place - part.start}, bit ${bit}`);
    expect([all.length > 0, accepted]).toEqual([true, []]);
  });

  test('an entry that one bit turns into a symbolic link is found', async () => {
    const attributes = parts.find(({ name }) => name === 'central attributes');
    if (!attributes) throw new Error('There are no attributes.');
    expect(zip.readUInt16LE(attributes.start + 4)).toBe(0o100644);
    expect(await isFound(flip(attributes.start + 5, 5))).toBe(true);
  });

  test('cut at 120 lengths and at every part: always found', async () => {
    const random = numbers(7);
    const lengths = Array.from({ length: 120 }, () => random.next().value % zip.length);
    for (const length of [...lengths, ...parts.map(({ start }) => start), zip.length - 1])
      if (!(await isFound(zip.subarray(0, length)))) expect(length).toBe('found');
  });

  test('bytes in front, behind or between are found', async () => {
    const hidden = Buffer.from('hidden words');
    expect(await isFound(Buffer.concat([hidden, zip]))).toBe(true);
    expect(await isFound(Buffer.concat([zip, hidden]))).toBe(true);
    const directory = parts.find(({ name }) => name === 'central signature')?.start ?? 0;
    const moved = Buffer.concat([zip.subarray(0, directory), hidden, zip.subarray(directory)]);
    moved.writeUInt32LE(directory + hidden.length, moved.length - 6);
    expect(await isFound(moved)).toBe(true);
  });

  test('whole sectors of zeros, swapped halves and a doubled zip are found', async () => {
    for (let place = 0; place < zip.length; place += 512) {
      const copy = Buffer.from(zip);
      copy.fill(0, place, Math.min(place + 512, zip.length));
      if (!copy.equals(zip)) expect(await isFound(copy)).toBe(true);
    }
    const half = Math.floor(zip.length / 2);
    expect(await isFound(Buffer.concat([zip.subarray(half), zip.subarray(0, half)]))).toBe(true);
    expect(await isFound(Buffer.concat([zip, zip]))).toBe(true);
  });
});

const pythonCheck = 'import sys, zipfile; sys.exit(1 if zipfile.ZipFile(sys.argv[1]).testzip() else 0)';

/** Whether an outside tool refuses the damaged file; without any, the flip counts as refused. */
function isRefusedOutside(): boolean {
  const hasUnzip = hasTool('unzip');
  const hasPython = hasTool('python3');
  if (!hasUnzip && !hasPython) return true;
  if (hasUnzip && spawnSync('unzip', ['-t', '-q', damaged]).status !== 0) return true;
  return hasPython && spawnSync('python3', ['-c', pythonCheck, damaged]).status !== 0;
}
