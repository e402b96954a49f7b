/** Codes of failures that end a process or are logged. */
export type ProcessErrorCode =
  /** Wrong use of the command line. */
  | 'TAP5001'
  /** An environment variable is missing or wrong. */
  | 'TAP5002'
  /** A secret does not hold what it must, can't be read again, or is refused by the database. */
  | 'TAP5003'
  /** Another task holds the migration lock for too long. */
  | 'TAP5004'
  /** A step of a migration failed. */
  | 'TAP5005'
  /** The services' database user can't be made as its secret says. */
  | 'TAP5006'
  /** The service did not stop in time. */
  | 'TAP5007'
  /** The machine lacks a database server for the tests. */
  | 'TAP5901'
  /** The database server for the tests does not start. */
  | 'TAP5902'
  /** Anything else; the process ends. */
  | 'TAP5009';

/** HTTP status of each code that the API answers with. */
const apiErrorStatus = {
  /** Input does not match its schema. */
  TAP5100: 400,
  /** The body is not JSON. */
  TAP5101: 400,
  /** The body is larger than allowed. */
  TAP5102: 413,
  /** The body is not declared as JSON. */
  TAP5103: 415,
  /** No such path. */
  TAP5104: 404,
  /** The path exists, but not with this method. */
  TAP5105: 405,
  /** The cursor of a list was not given out by this API. */
  TAP5106: 400,
  /** No such product. */
  TAP5110: 404,
  /** No such cart. */
  TAP5120: 404,
  /** The cart was ordered already, so it can't change or be ordered again. */
  TAP5121: 409,
  /** The cart holds as many different products as it may. */
  TAP5122: 422,
  /** An empty cart can't be ordered. */
  TAP5123: 422,
  /** No such order. */
  TAP5130: 404,
  /** The Idempotency-Key header is missing or malformed. */
  TAP5131: 400,
  /** The Idempotency-Key was used before with a different request. */
  TAP5132: 422,
  /** Less in stock than was ordered. */
  TAP5133: 409,
  /** A fault of the service itself. */
  TAP5200: 500,
  /** The database can't be reached. */
  TAP5201: 503,
  /** All database connections are in use, and so is the queue for them. */
  TAP5202: 503,
  /** The transaction met others too often. */
  TAP5203: 503,
} as const;

export type ApiErrorCode = keyof typeof apiErrorStatus;

/** A failure with a code. Its message never holds a secret, since messages are logged. */
export class ShopError extends Error {
  constructor(
    readonly code: ProcessErrorCode | ApiErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ShopError';
  }
}

/** A failure that a client is told about, with the status of its code. */
export class ApiError extends ShopError {
  readonly statusCode: number;

  constructor(code: ApiErrorCode, message: string) {
    super(code, message);
    this.name = 'ApiError';
    this.statusCode = apiErrorStatus[code];
  }
}
