import { isNativeError } from 'node:util/types';
import { ApiError } from '../errors';

/** The fields of a driver's or socket's error that say what happened, without the statement and its values. */
export interface DatabaseFailure {
  readonly code: string;
  readonly errno: number | undefined;
}

/** Reads an error of the driver; undefined if it is none. */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  if (!isNativeError(error) || !('code' in error) || typeof error.code !== 'string') {
    return undefined;
  }
  return { code: error.code, errno: 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined };
}

/** The database, or the proxy in front of it, does not accept user and password. */
export function isCredentialsRefused(error: unknown): boolean {
  return databaseFailure(error)?.code === 'ER_ACCESS_DENIED_ERROR';
}

/** A unique key exists already. */
export function isDuplicate(error: unknown): boolean {
  return databaseFailure(error)?.code === 'ER_DUP_ENTRY';
}

/** The transaction was rolled back because of another one: doing it again may work. */
export function isContention(error: unknown): boolean {
  const code = databaseFailure(error)?.code;
  return code === 'ER_LOCK_DEADLOCK' || code === 'ER_LOCK_WAIT_TIMEOUT';
}

/**
 * The connection must not be used again: it is lost, its answer is still to come, or it leads to a server that has become a
 * reader (as the old writer does after a failover).
 */
export function spoilsConnection(error: unknown): boolean {
  const code = databaseFailure(error)?.code ?? '';
  return (
    code === 'PROTOCOL_SEQUENCE_TIMEOUT' ||
    code === 'ER_OPTION_PREVENTS_STATEMENT' ||
    code === 'ER_READ_ONLY_MODE' ||
    code === 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION' ||
    isConnectionLost(code)
  );
}

/** What the client is told instead of a driver's error; undefined if the error is not about reaching the database. */
export function asUnavailable(error: unknown): ApiError | undefined {
  const code = databaseFailure(error)?.code;
  if (code !== undefined && (unavailable.has(code) || spoilsConnection(error))) {
    return new ApiError('TAP5201', 'The database cannot be reached at the moment; try again in a few seconds');
  }
  return undefined;
}

function isConnectionLost(code: string): boolean {
  return code === 'PROTOCOL_CONNECTION_LOST' || code === 'ECONNRESET' || code === 'EPIPE' || code === 'ETIMEDOUT';
}

const unavailable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'HANDSHAKE_NO_SSL_SUPPORT',
  'HANDSHAKE_SSL_ERROR',
  'ER_ACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_BAD_DB_ERROR',
  'ER_CON_COUNT_ERROR',
  'ER_USER_LIMIT_REACHED',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_SERVER_SHUTDOWN',
  'POOL_CLOSED',
]);
