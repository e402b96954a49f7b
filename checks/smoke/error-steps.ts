import type { Door } from './door';
import { problem } from './shop-api';
import { ask, read, type Step } from './step';

/** No product has it: ids count up from 1. */
const noProduct = 999_999_999;

/** An error of the API arrives as the service sent it: no door puts a page or words of its own in its place. */
export function errorSteps(door: Door): Step[] {
  return [
    {
      name: `${door.name}: an error of the API arrives as it is`,
      async run(visit) {
        const path = `/api/products/${noProduct}`;
        const answer = await ask(door, { path }, 404, visit);
        read(problem, answer, `The answer to GET ${path} through ${door.name}`);
        return answer.milliseconds;
      },
    },
  ];
}
