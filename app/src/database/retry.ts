import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '../errors';
import { isContention } from './failures';

const attempts = 5;
const longestPauseMs = 40;

/**
 * Runs a transaction, and again if the database rolled it back in favour of another one, after a random pause so that the
 * same transactions don't meet again.
 *
 * @throws ApiError TAP5203 if it was rolled back every time; any other error as it comes
 */
export async function retryOnContention<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      if (!isContention(error)) {
        throw error;
      }
      if (attempt === attempts) {
        throw new ApiError('TAP5203', 'Too many orders for the same products at once; try again');
      }
      await pause(Math.random() * longestPauseMs * attempt);
    }
  }
}
