import { describe, expect, test } from '@jest/globals';
import { choosePart } from '../../../src/http/byte-range.js';

const part = (first: number, last: number) => ({ first, last });

describe('what a call for 1,000 bytes comes to', () => {
  test.each<[string, unknown]>([
    ['bytes=0-0', part(0, 0)],
    ['bytes=0-', part(0, 999)],
    ['bytes=500-', part(500, 999)],
    ['bytes=500-5000', part(500, 999)],
    ['bytes=999-', part(999, 999)],
    ['bytes=-1', part(999, 999)],
    ['bytes=-5000', part(0, 999)],
    ['bytes=1000-', 'unsatisfiable'],
    ['bytes=5-2', 'whole'],
    ['bytes=0-1,5-6', 'whole'],
    ['items=0-5', 'whole'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=x', 'whole'],
    ['nonsense', 'whole'],
  ])('%s', (range, expected) => {
    expect(choosePart({ range }, '"tag"', 1_000)).toEqual(expected);
  });

  test.each<[Record<string, string>, unknown]>([
    [{}, 'whole'],
    [{ 'if-none-match': '"tag"' }, 'not-modified'],
    [{ 'if-none-match': '"a", W/"tag"' }, 'not-modified'],
    [{ 'if-none-match': '"other"' }, 'whole'],
    [{ 'if-match': '"other"' }, 'not-as-expected'],
    [{ 'if-match': 'W/"tag"' }, 'not-as-expected'],
    [{ 'if-match': '*', range: 'bytes=1-2' }, part(1, 2)],
    [{ 'if-match': '"other", "tag"' }, 'whole'],
    [{ range: 'bytes=1-2', 'if-range': '"tag"' }, part(1, 2)],
    [{ range: 'bytes=1-2', 'if-range': '"other"' }, 'whole'],
    [{ range: 'bytes=1-2', 'if-range': 'W/"tag"' }, 'whole'],
    [{ range: 'bytes=1-2', 'if-range': 'Mon, 30 Nov 2026 00:00:00 GMT' }, 'whole'],
    [{ 'if-modified-since': 'Mon, 30 Nov 2037 00:00:00 GMT' }, 'whole'],
  ])('%j', (headers, expected) => {
    expect(choosePart(headers, '"tag"', 1_000)).toEqual(expected);
  });
});
