import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

/** What a log line may tell: facts about the work, never about a person. */
export interface LogFields {
  requestId?: string;
  connectionId?: string;
  source?: string;
  status?: string;
  code?: string;
  httpStatus?: number;
  method?: string;
  route?: string;
  durationMs?: number;
  address?: string;
  /** Id of the HTTP request, as the answer's `X-Request-Id` tells it. */
  httpRequestId?: string;
  keyId?: string;
  callbackId?: string;
  messageId?: string;
  ledgerSequence?: number;
  ledgerHead?: string;
  ledgerEvent?: string;
  count?: number;
  fault?: unknown;
}

/** Structured logs. Only the fields above are written, so that personal data cannot slip in. */
export interface Logger {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** A logger that writes JSON lines to a stream, standard error by default. */
export function createLogger({
  destination = process.stderr,
  level = 'info',
}: { destination?: DestinationStream; level?: 'info' | 'error' } = {}): Logger {
  const logger = pino({ base: undefined, level, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const at = (level: 'info' | 'warn' | 'error') => (fields: LogFields, message: string) =>
    (logger as PinoLogger)[level](
      { ...pick(fields), ...(fields.fault === undefined ? {} : describeFault(fields.fault)) },
      message,
    );
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

const written: readonly (keyof LogFields)[] = [
  ...(['requestId', 'connectionId', 'source', 'status', 'code', 'httpStatus'] as const),
  ...([
    'method',
    'route',
    'durationMs',
    'address',
    'httpRequestId',
    'keyId',
    'count',
    'callbackId',
    'messageId',
  ] as const),
  ...(['ledgerSequence', 'ledgerHead', 'ledgerEvent'] as const),
];

/** Types do not stop an object that holds more than its type names. */
const pick = (fields: LogFields) => Object.fromEntries(written.map((name) => [name, fields[name]]));

/** The kind and place of a fault. Its message may quote data, so it stays out of the log. */
function describeFault(fault: unknown): object {
  if (!(fault instanceof Error)) return { fault: typeof fault };
  const { code } = fault as NodeJS.ErrnoException;
  const stack = fault.stack ?? '';
  const start = stack.indexOf(fault.message);
  const places = start === -1 ? [] : stack.slice(start + fault.message.length).split('\n');
  const faultAt = places.filter((line) => /^\s+at /.test(line)).slice(0, 3);
  return { fault: fault.name, faultCode: code, faultAt: faultAt.map((line) => line.trim()) };
}

/** A logger that says nothing. */
export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
