import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Door, type DoorRequest, send } from './door';

/**
 * Seconds between the attempts of a first contact, five minutes in all: a distribution, a new API key or a fresh task may
 * need a moment after CloudFormation calls them complete, and a VPC link that nobody used for 60 days sleeps: the first
 * request fails, and its network interfaces take a few minutes to come back. What was reached once gets no second chance.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
 */
export const firstContactWaits: readonly number[] = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60];

/**
 * Sends a request until it is answered with 200, at most once more than there are waits.
 *
 * @param clockFactor how many times faster the waits go by
 * @returns the last answer, whatever its status
 * @throws the last attempt's error if there was no answer
 */
export async function firstContact(
  door: Door,
  request: DoorRequest,
  clockFactor: number,
  signal: AbortSignal,
): Promise<Answer> {
  for (const seconds of firstContactWaits) {
    try {
      const answer = await send(door, request, signal);
      if (answer.status === 200) return answer;
    } catch (error) {
      if (signal.aborted) throw error;
    }
    await sleep((seconds * 1000) / clockFactor, undefined, { signal });
  }
  return send(door, request, signal);
}
