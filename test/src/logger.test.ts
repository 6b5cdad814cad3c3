import { describe, expect, test } from '@jest/globals';
import { createLogger, silentLogger, type LogFields } from '../../src/logger.js';

/** A logger, and the lines it wrote. */
function open(level?: 'info' | 'error') {
  const lines: string[] = [];
  const logger = createLogger({ destination: { write: (line) => void lines.push(line) }, level });
  return { logger, lines, read: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const everything: Required<Omit<LogFields, 'fault'>> = {
  ...{
    requestId: 'r',
    connectionId: 'c',
    source: 's',
    status: 'completed',
    code: 'not_found',
    httpStatus: 404,
  },
  ...{ method: 'GET', route: '/v1/x', durationMs: 5, address: 'http://127.0.0.1:1' },
  ...{ httpRequestId: 'h', keyId: 'k', count: 2, callbackId: 'cb', messageId: 'm' },
  ...{ ledgerSequence: 1, ledgerHead: 'f', ledgerEvent: 'report.published' },
};

describe('the log', () => {
  test('is one JSON line per event, with time, level and the fields given', () => {
    const { logger, read, lines } = open();
    logger.info(everything, 'something happened');
    expect(read()).toEqual([
      {
        level: 30,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown,
        ...everything,
        msg: 'something happened',
      },
    ]);
    expect(lines[0]?.endsWith('\n')).toBe(true);
  });

  test('writes only the fields that are allowed, whatever is passed', () => {
    const { logger, lines } = open();
    const fields = {
      requestId: 'r',
      email: 'person@example.com',
      record: { topic: 'private' },
      token: 'SECRET',
    };
    logger.info(fields, 'x');
    logger.warn(fields, 'x');
    logger.error(fields, 'x');
    for (const line of lines) expect(line).not.toMatch(/person@example\.com|private|SECRET/);
  });

  test('never writes the message of an error, nor its cause, nor what hangs on it', () => {
    const { logger, lines, read } = open();
    const cause = new Error('cause about person@example.com');
    const fault = Object.assign(new TypeError('about person@example.com', { cause }), {
      code: 'ENOSPC',
      email: 'person@example.com',
      response: { body: 'person@example.com' },
    });
    logger.error({ requestId: 'r', fault }, 'unexpected fault');
    expect(lines.join()).not.toContain('person@example.com');
    expect(read()[0]).toMatchObject({ fault: 'TypeError', faultCode: 'ENOSPC', requestId: 'r' });
    expect((read()[0]?.faultAt as string[]).every((place) => place.startsWith('at '))).toBe(true);
  });

  test.each([
    'about\n    at person@example.com',
    '\n    at Object.person@example.com (/x:1:1)',
    'x\n at person@example.com\n at person@example.com\n at person@example.com',
  ])('also not when the message looks like a place in the code (%j)', (message) => {
    const { logger, lines } = open();
    logger.error({ fault: new Error(message) }, 'unexpected fault');
    expect(lines.join()).not.toContain('person@example.com');
  });

  test('faults that are no errors tell only their type', () => {
    const { logger, lines, read } = open();
    for (const fault of [
      'person@example.com',
      { email: 'person@example.com' },
      42,
      null,
      ['person@example.com'],
    ])
      logger.error({ fault }, 'x');
    expect(lines.join()).not.toContain('person@example.com');
    expect(read().map(({ fault }) => fault)).toEqual(['string', 'object', 'number', 'object', 'object']);
  });

  test('an error without a stack, and one with a strange name, are no problem', () => {
    const { logger, read } = open();
    const fault = new Error('person@example.com');
    delete fault.stack;
    logger.error({ fault }, 'x');
    expect(read()[0]).toMatchObject({ fault: 'Error', faultAt: [] });
  });

  test('a line cannot be forged by a line feed in a field', () => {
    const { logger, lines } = open();
    logger.info({ source: 'x\n{"level":50,"msg":"forged"}' }, 'a\nb');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trim().split('\n')).toHaveLength(1);
  });

  test('the level for the command line leaves out what is no error', () => {
    const { logger, lines } = open('error');
    logger.info({}, 'x');
    logger.warn({}, 'x');
    expect(lines).toEqual([]);
    logger.error({}, 'x');
    expect(lines).toHaveLength(1);
  });

  test('a silent logger takes everything', () => {
    silentLogger.info({}, 'x');
    silentLogger.warn({}, 'x');
    silentLogger.error({ fault: new Error('x') }, 'x');
  });
});
