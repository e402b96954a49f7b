import { isNativeError } from 'node:util/types';
import pino, { type DestinationStream, type Logger } from 'pino';
import { databaseFailure } from './database/failures';
import { ShopError } from './errors';

export type Log = Logger;

/** What every line of a process says about where it comes from. */
export interface LogOrigin {
  readonly service: string;
  readonly environment: string;
}

/** Standard output, shared by the log and the metrics so that their lines never mix. */
export function standardOutput(): DestinationStream {
  return pino.destination({ fd: 1, sync: true });
}

/** One JSON object a line, with level names and ISO times, as CloudWatch Logs Insights reads them. */
export function createLog(origin: LogOrigin, level: string, destination: DestinationStream): Log {
  return pino(
    {
      level,
      base: origin,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    destination,
  );
}

/**
 * What the log says of an error. The driver's errors carry the whole statement, with its values, in more than one place
 * (a password too, when a user is created): of those only the codes and the frames of the stack are kept.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!isNativeError(error)) {
    return { type: typeof error };
  }
  const frames = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
  if (error instanceof ShopError) {
    return { type: error.name, code: error.code, message: error.message, stack: frames };
  }
  if ('sql' in error || 'sqlState' in error) {
    return { type: error.name, ...databaseFailure(error), stack: frames };
  }
  const code = 'code' in error ? error.code : undefined;
  return { type: error.name, code, message: error.message, stack: frames };
}
