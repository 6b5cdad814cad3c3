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
  const at =
    (level: 'info' | 'warn' | 'error') =>
    ({ fault, ...fields }: LogFields, message: string) =>
      (logger as PinoLogger)[level](
        { ...fields, ...(fault === undefined ? {} : describeFault(fault)) },
        message,
      );
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** The kind and place of a fault. Its message may quote data, so it stays out of the log. */
function describeFault(fault: unknown): object {
  if (!(fault instanceof Error)) return { fault: typeof fault };
  const { code } = fault as NodeJS.ErrnoException;
  const places = (fault.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { fault: fault.name, faultCode: code, faultAt: places.slice(0, 3).map((line) => line.trim()) };
}

/** A logger that says nothing. */
export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
