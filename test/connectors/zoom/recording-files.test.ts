import { describe, expect, test } from '@jest/globals';
import { recordingFiles } from '../../../connectors/zoom/sources/recording-files.js';

const file = (id: string | undefined, type = 'MP4') => ({ id, file_type: type, recording_start: type });
const keysOf = (uuid: unknown, ...files: object[]) =>
  recordingFiles({ uuid, recording_files: files }).map(({ key }) => key);

describe('the files of a recording', () => {
  test('are known by recording and id: ids may come again in another recording', () => {
    expect(keysOf('a', file('1'))).not.toEqual(keysOf('b', file('1')));
    expect(keysOf('a', file('1'))).toEqual(keysOf('a', file('1')));
  });

  test.each([undefined, null, ''])('are told apart in a recording whose UUID is %j', (uuid) => {
    const keys = keysOf(uuid, file('1'), file('2'), file(undefined, 'CC'), file(undefined, 'TIMELINE'));
    expect(new Set(keys).size).toBe(4);
  });

  test('that are listed twice count once; files without an id count each time', () => {
    expect(keysOf('a', file('1'), file('1'))).toHaveLength(1);
    expect(keysOf('a', file(undefined, 'CC'), file(undefined, 'CC'))).toHaveLength(2);
  });
});
