import type { Door } from './door';
import { ask, type Step } from './step';

/** Stands in the storefront's page and in no other: an error page of CloudFront or S3 has a status of 200 too, if told so. */
export const STOREFRONT_MARK = 'tap-storefront';

/** The page that a browser gets first. */
export function storefrontSteps(door: Door): Step[] {
  return [
    {
      name: `${door.name}: the storefront's page`,
      async run(visit) {
        const answer = await ask(door, { path: '/' }, 200, visit, 'first');
        if (!answer.contentType.startsWith('text/html')) {
          throw new Error(`GET / through ${door.name} is "${answer.contentType}"; text/html is right.`);
        }
        if (!answer.text.includes(STOREFRONT_MARK)) {
          throw new Error(`GET / through ${door.name} is not the shop's page: "${STOREFRONT_MARK}" is not in it.`);
        }
        return answer.milliseconds;
      },
    },
  ];
}
