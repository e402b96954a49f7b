import { insistOnType } from './content-type';
import type { Door } from './door';
import { scriptsOf } from './parse-scripts';
import { insistOnBytes } from './site-file-steps';
import { ask, need, type Step, stepAt } from './step';

/** No file of the site. */
const noPage = '/there-is-no-such-page';

/** The page that a browser gets first, and the script that makes it a shop. */
export function storefrontSteps(door: Door): Step[] {
  let script: string | undefined;
  return [
    stepAt(door, "the storefront's page", async (visit) => {
      const answer = await ask(door, { path: '/' }, 200, visit);
      insistOnType(answer.contentType, 'text/html', `GET / through ${door.name}`);
      script = scriptsOf(answer.text, `${door.address}/`)
        .filter(({ text, address }) => text === undefined && address.startsWith(`${door.address}/`))
        .map(({ address }) => address.slice(door.address.length))[0];
      if (script === undefined) {
        throw new Error(`GET / through ${door.name} is not the shop's page: it loads no script of the site.`);
      }
      return answer.milliseconds;
    }),
    stepAt(door, "the storefront's script", async (visit) => {
      const path = need(script, "the storefront's page");
      const answer = await ask(door, { path }, 200, visit);
      insistOnType(answer.contentType, 'text/javascript', `GET ${path} through ${door.name}`);
      if (answer.text.trim() === '') throw new Error(`GET ${path} through ${door.name} is empty.`);
      return answer.milliseconds;
    }),
  ];
}

/**
 * The page for what is not there: error pages of CloudFront and S3 load nothing of the site.
 *
 * @param wanted SHA-256 of this commit's page; undefined if the bundle names none
 */
export function missingPageSteps(door: Door, wanted: string | undefined): Step[] {
  return [
    stepAt(door, 'the page for what is not there', async (visit) => {
      const answer = await ask(door, { path: noPage }, 404, visit);
      insistOnType(answer.contentType, 'text/html', `GET ${noPage} through ${door.name}`);
      if (!/<(?:link|script)\b[^>]*\s(?:href|src)\s*=\s*["']?\/[^/]/i.test(answer.text)) {
        throw new Error(`GET ${noPage} through ${door.name} is not the shop's page: it loads no file of the site.`);
      }
      if (wanted !== undefined)
        insistOnBytes(answer, wanted, `GET ${noPage} through ${door.name} is not this commit's page`);
      return answer.milliseconds;
    }),
  ];
}
