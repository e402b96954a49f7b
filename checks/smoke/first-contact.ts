import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Door, type DoorRequest, send } from './door';
import { placeOf, type Step, type Visit, wrongStatus } from './step';
import { whyUnanswered } from './unanswered';

/**
 * Seconds between the attempts of a first contact, five minutes in all: a distribution, a new API key or a fresh task may
 * need a moment after CloudFormation calls them complete, and a VPC link that nobody used for 60 days sleeps: the first
 * request fails, and its network interfaces take a few minutes to come back.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vpc-links.html
 */
export const firstContactWaits: readonly number[] = [1, 2, 4, 8, 15, 30, 60, 60, 60, 60];

/** Comes before all else: whatever was reached once is expected to stay. */
export function firstContact(door: Door, what: string, request: DoorRequest): Step {
  return {
    name: `${door.name}: first contact with ${what}`,
    async run(visit) {
      let answer: Answer;
      try {
        answer = await reach(door, request, visit);
      } catch (error) {
        throw new Error(`${placeOf(door, request)} was not answered: ${whyUnanswered(error)}.`);
      }
      // Never a passing failure: five minutes were enough.
      if (answer.status !== 200) throw new Error(wrongStatus(door, request, answer, 200));
      return answer.milliseconds;
    },
  };
}

/**
 * Sends a request until it is answered with 200, at most once more than there are waits.
 *
 * @returns the last answer, whatever its status
 * @throws the last attempt's error if there was no answer
 */
async function reach(door: Door, request: DoorRequest, { clockFactor, signal }: Visit): Promise<Answer> {
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
