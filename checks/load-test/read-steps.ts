import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import { type JourneySteps, journeySteps } from '../../contracts/journey-steps';

/**
 * The committed list of what a journey consists of.
 *
 * @param loadtests folder with `steps`
 * @throws CodedError TAP3104 if there is none, or it is wrong
 */
export function readSteps(loadtests: string, journey: string): JourneySteps {
  const file = join(loadtests, 'steps', `${journey}.json`);
  if (!existsSync(file)) {
    throw new CodedError(
      'TAP3104',
      `${file} is missing: list there the steps of the journey "${journey}", as others do`,
    );
  }
  try {
    return journeySteps.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new CodedError('TAP3104', `${file}: ${why}`);
  }
}
