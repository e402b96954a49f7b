import { ApiError } from '../errors';

/** Names the form, so that a later one can be told from it. */
const prefix = 'after:';

/** Makes the text that stands for "what comes after this product". Clients only hand it back. */
export function encodeCursor(lastId: number): string {
  return Buffer.from(`${prefix}${lastId}`).toString('base64url');
}

/** @throws ApiError TAP5106 if the text was not made by `encodeCursor` */
export function decodeCursor(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  const id = text.slice(prefix.length);
  if (!text.startsWith(prefix) || !/^[1-9][0-9]{0,9}$/.test(id)) {
    throw new ApiError('TAP5106', 'querystring.cursor: must be a nextCursor of this list, unchanged');
  }
  return Number(id);
}
