import { createHash } from 'node:crypto';
import type { EnvironmentManifest } from '../../contracts/manifest';
import type { Answer, Door } from './door';
import { ask, type Step, stepAt } from './step';

type SiteFiles = NonNullable<EnvironmentManifest['site']>;

/**
 * Each file of the site is this commit's, to the byte: a script of yesterday, or half of one, is found whatever it does when a
 * browser runs it.
 */
export function siteFileSteps(door: Door, files: SiteFiles): Step[] {
  return [
    stepAt(door, "the site's files are those of this commit", async (visit) => {
      let slowest = 0;
      for (const [path, wanted] of Object.entries(files)) {
        const answer = await ask(door, { path }, 200, visit);
        insistOnBytes(
          answer,
          wanted,
          `GET ${path} through ${door.name} is not this commit's ${path === '/' ? 'page' : 'file'}`,
        );
        slowest = Math.max(slowest, answer.milliseconds);
      }
      return slowest;
    }),
  ];
}

/** @throws Error that begins with what is wrong, if the answer has another SHA-256 than the wanted one */
export function insistOnBytes({ bytes }: Pick<Answer, 'bytes'>, wanted: string, wrong: string): void {
  const received = createHash('sha256').update(bytes).digest('hex');
  if (received === wanted) return;
  throw new Error(
    `${wrong}: its ${bytes.length} bytes have the SHA-256 ${received.slice(0, 12)}...; ${wanted.slice(0, 12)}... is right.`,
  );
}
