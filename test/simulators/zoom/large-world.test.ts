import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { demoEmail, largeWorld, mediaSha256, worldLedger } from '../../../simulators/zoom/index.js';
import { mediaChunks } from '../../../simulators/zoom/media/media-chunks.js';
import { allRows, day, noon, rowsOf, simulate } from './zoom-under-test.js';

const windows = [0, 30, 60, 90, 120, 150].map((end) => `page_size=300&from=${day(end + 30)}&to=${day(end)}`);

describe('a large world', () => {
  it('holds as many unique records as asked, and the files', () => {
    const world = largeWorld({ now: noon, seed: 1, records: 5_000, mediaFiles: 7, mediaBytes: 1_000 });
    const ledger = worldLedger(world, demoEmail, noon);
    const records = Object.values(ledger).flatMap((entry) => entry.records);
    expect([records.length, new Set(records).size]).toEqual([5_000, 5_000]);
    expect(ledger.recordings.files.map(({ bytes }) => bytes)).toEqual(Array(7).fill(1_000));
    expect(() => largeWorld({ now: noon, seed: 1, records: 5 })).toThrow('more than');
  });

  it('spreads more files than recordings over them', () => {
    const world = largeWorld({ now: noon, seed: 1, records: 100, mediaFiles: 20 });
    const { files, records } = worldLedger(world, demoEmail, noon).recordings;
    expect([records.length, files.length]).toEqual([6, 20]);
  });

  it('of 200,000 records takes little memory and answers each page once', async () => {
    const before = process.memoryUsage().heapUsed;
    const zoom = await simulate({ world: largeWorld({ now: noon, seed: 1, records: 200_000 }) });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(60_000_000);
    const base = `/phone/users/${zoom.person.id ?? ''}/call_history`;
    const total = zoom.person.phone.callElements.length;
    const pages = await Promise.all(windows.map((window) => zoom.get(`${base}?${window}`)));
    const counted = pages.reduce((sum, { body }) => sum + (body.total_records as number), 0);
    // Border days are in two windows.
    expect(counted).toBeGreaterThanOrEqual(total);
    expect(counted).toBeLessThan(total * 1.04);
  }, 60_000);

  it('gives out exactly what its ledger says', async () => {
    const zoom = await simulate({ world: largeWorld({ now: noon, seed: 3, records: 4_000 }) });
    const ledger = worldLedger(zoom.simulator.world, demoEmail, noon);
    const user = `/users/${zoom.person.id ?? ''}`;
    const calls = await Promise.all(
      windows.map((window) => allRows(zoom, `/phone${user}/call_history?${window}`, 'call_elements')),
    );
    expect([...new Set(calls.flat().map(({ call_element_id: id }) => id as string))].sort()).toEqual(
      [...ledger['phone-calls'].records].sort(),
    );
    const reports = ['past', 'pastOne', 'pastJoined'].flatMap((type) =>
      windows.map((window) => allRows(zoom, `/report${user}/meetings?type=${type}&${window}`, 'meetings')),
    );
    const history = (await Promise.all(reports))
      .flat()
      .map(({ uuid, join_time: joined }) => `${uuid as string} ${joined as string}`);
    expect([...new Set(history)].sort()).toEqual([...ledger['meeting-history'].records].sort());
  });

  it('cannot be changed by mistake where its records are generated', () => {
    const [user] = largeWorld({ now: noon, seed: 1, records: 1_000 }).users;
    expect(() => user?.phone.callElements.push({})).toThrow(TypeError);
    expect(user?.phone.callElements.at(-1)).toEqual(user?.phone.callElements.slice(-1)[0]);
  });

  it('finds one of its recordings by UUID', async () => {
    const zoom = await simulate({ world: largeWorld({ now: noon, seed: 1, records: 1_000 }) });
    const uuid = zoom.person.recordings[2]?.uuid as string;
    const detail = await zoom.get(`/meetings/${encodeURIComponent(uuid)}/recordings`);
    expect(rowsOf(detail, 'recording_files')).toHaveLength(1);
  });
});

describe('generated media', () => {
  const file = { id: 'm', contentType: 'video/mp4', bytes: 2_500_000 };
  const bytesOf = (start?: number, end?: number, id = 'm') =>
    Buffer.concat([...mediaChunks({ ...file, id }, start, end)]);

  it('is the same for the same id, differs between ids and between its blocks', () => {
    expect(bytesOf().equals(bytesOf())).toBe(true);
    expect(
      bytesOf()
        .subarray(100)
        .equals(bytesOf(0, 2_500_000, 'n').subarray(100)),
    ).toBe(false);
    const blocks = [1, 2].map((index) => bytesOf(index * 1_048_576, index * 1_048_576 + 400_000));
    expect(blocks[0]?.subarray(0, 16).equals(blocks[1]?.subarray(0, 16) ?? Buffer.alloc(0))).toBe(false);
    expect(blocks[0]?.subarray(16).equals(blocks[1]?.subarray(16) ?? Buffer.alloc(0))).toBe(true);
    expect(bytesOf().subarray(4, 8).toString()).toBe('ftyp');
  });

  it('has the SHA-256 that the simulator names', () => {
    const world = largeWorld({ now: noon, seed: 1, records: 100, mediaFiles: 1, mediaBytes: 2_500_000 });
    const [held] = worldLedger(world, demoEmail, noon).recordings.files;
    const expected = createHash('sha256')
      .update(bytesOf(0, 2_500_000, held?.mediaId))
      .digest('hex');
    expect(mediaSha256(world, held?.mediaId ?? '')).toBe(expected);
    expect(() => mediaSha256(world, 'none')).toThrow('no media none');
  });
});

describe('media that play', () => {
  const tops = (bytes: Buffer): [string, number][] => {
    const boxes: [string, number][] = [];
    for (let place = 0; place < bytes.length;) {
      const short = bytes.readUInt32BE(place);
      const length = short === 1 ? Number(bytes.readBigUInt64BE(place + 8)) : short;
      boxes.push([bytes.toString('latin1', place + 4, place + 8), length]);
      place += length;
    }
    return boxes;
  };

  it.each(['video/mp4', 'audio/mp4'])('%s consists of whole boxes up to its last byte', (contentType) => {
    const bytes = Buffer.concat([...mediaChunks({ id: 'm', contentType, bytes: 1_500_000 })]);
    const boxes = tops(bytes);
    expect(boxes.map(([name]) => name)).toEqual(['ftyp', 'moov', 'free', 'mdat', 'free']);
    expect(boxes.reduce((sum, [, length]) => sum + length, 0)).toBe(1_500_000);
  });

  it.each([150, 6_000, 24_001, 1_500_000])(
    'a sound of %i bytes has its frames right behind its tag',
    (bytes) => {
      const sound = Buffer.concat([...mediaChunks({ id: 'm', contentType: 'audio/mpeg', bytes })]);
      const tag = [...sound.subarray(6, 10)].reduce((sum, seven) => sum * 128 + seven, 0) + 10;
      expect(sound).toHaveLength(bytes);
      expect((bytes - tag) % 72).toBe(0);
      expect(sound.readUInt16BE(tag)).toBe(0xffe3);
    },
  );

  it.each([
    ['video/mp4', 4_000],
    ['audio/mpeg', 6_000],
    ['audio/mp4', 1_157],
    ['video/mp4', 20],
    ['audio/mpeg', 3],
  ])('%s of %i bytes is the same in pieces as at once', (contentType, bytes) => {
    const file = { id: 'm', contentType, bytes };
    const whole = Buffer.concat([...mediaChunks(file)]);
    expect(whole).toHaveLength(bytes);
    for (const size of [1, 7, 1_000]) {
      const pieces: Buffer[] = [];
      for (let start = 0; start < bytes; start += size)
        pieces.push(...mediaChunks(file, start, Math.min(bytes, start + size)));
      expect(Buffer.concat(pieces).equals(whole)).toBe(true);
    }
  });
});
