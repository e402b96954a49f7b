import type { Measurement } from '../../contracts/evidence';
import type { EnvironmentManifest } from '../../contracts/manifest';
import { readApiKey } from '../api-key';
import { assumeRole } from '../assume-role';
import { type Gate, type GateContext, toldToEnd } from '../gate';
import { type Check, type Outcome, outcomeOf } from '../outcome';
import { roomInPeriod } from './alarm-period';
import { browseSteps } from './browse-steps';
import type { Door, DoorRequest } from './door';
import { firstContact } from './first-contact';
import { goodRounds, goodRoundsFigure } from './good-rounds';
import { keySteps } from './key-steps';
import { type OrderedCarts, orderSteps } from './order-steps';
import { cartRefusalSteps, orderedCartRefusalSteps, refusalSteps } from './refusal-steps';
import { type Rounds, walkRounds } from './rounds';
import { scriptSteps, Viewer } from './script-steps';
import { siteFileSteps } from './site-file-steps';
import type { Step, Visit } from './step';
import { missingPageSteps, storefrontSteps } from './storefront-steps';

/** Milliseconds that an answer may take: three times what 95 of 100 answers of the load must keep, within these bounds. */
const timesP95 = 3;
const leastLimitMs = 1000;
const mostLimitMs = 3000;

/** A shopper's journey through every public door, several times. Every step must be right. */
export const smokeGate: Gate<undefined> = {
  name: 'smoke',
  readExtra: () => undefined,
  async judge(context) {
    const { settings, manifest } = context;
    const credentials = assumeRole(settings.gateRoleArn, `smoke-${settings.execution}`);
    const apiKey = await readApiKey(settings.apiKeyId, manifest.region, credentials);
    const { revision, load } = manifest;
    const limits = load.thresholds;
    const doors: Doors = {
      site: { name: 'CloudFront', address: settings.siteUrl, revision, limitMs: limitOf(limits.cloudfront) },
      api: {
        name: 'API Gateway',
        address: settings.apiUrl,
        apiKey,
        revision,
        limitMs: limitOf(limits.api),
        keeps: manifest.apiCache ? keptByTheApi : undefined,
      },
    };
    const viewer = new Viewer(context.job.variables);
    return judgeDoors(smokeSteps(doors, manifest, viewer), viewer, context);
  },
};

export interface Doors {
  readonly site: Door;
  readonly api: Door;
}

/**
 * The steps of a smoke test, made anew for each round: the first contact with each door, a shopper's walk (several times), the
 * site's files and what its scripts do, orders in production (once), and what must be refused (once).
 */
export type SmokeSteps = Readonly<Record<Part, () => readonly Step[]>>;

type Part = 'contact' | 'walk' | 'files' | 'scripts' | 'order' | 'refusals';

/** The address of the file that is shown for what is not there (`lib/constructs/missing-page.ts`). */
const missingPage = '/404.html';

/** The steps in their order. In production each door gets one order in a round, of marked products, unless configured off. */
export function smokeSteps({ site, api }: Doors, scope: SmokeScope, viewer: Viewer): SmokeSteps {
  const { production, orders, site: files } = scope;
  const ordered: OrderedCarts = new Map();
  const ordering = () => [...orderSteps(site, api, ordered), ...orderSteps(api, site, ordered)];
  const ofCarts = (door: Door) => [...cartRefusalSteps(door), ...orderedCartRefusalSteps(door, ordered)];
  return {
    contact: () => [
      firstContact(site, 'the page', { path: '/' }),
      firstContact(site, 'the API', { path: '/api/products' }),
      firstContact(api, 'the API', { path: '/api/products' }),
    ],
    walk: () => [
      ...storefrontSteps(site),
      ...browseSteps(site),
      ...browseSteps(api),
      ...(orders && !production ? ordering() : []),
    ],
    files: () => (files === undefined ? [] : siteFileSteps(site, files)),
    scripts: () => scriptSteps(site, viewer),
    order: () => (orders && production ? ordering() : []),
    refusals: () => [
      ...missingPageSteps(site, files?.[missingPage]),
      ...[site, api].flatMap((door) => [...refusalSteps(door), ...(orders ? ofCarts(door) : [])]),
      ...keySteps(api),
    ],
  };
}

/** What decides which steps there are. */
export type SmokeScope = Pick<EnvironmentManifest, 'production' | 'orders' | 'site'>;

async function judgeDoors(steps: SmokeSteps, viewer: Viewer, context: GateContext): Promise<Outcome> {
  const { job, loopback, manifest } = context;
  const { revision, orders } = manifest;
  const visit: Visit = { clockFactor: loopback.clockFactor, signal: job.signal };
  const found: Rounds[] = [];
  const walk = async (what: string, of: SmokeSteps[keyof SmokeSteps], good: number): Promise<Rounds> => {
    const rounds = await walkRounds(what, of, good, visit);
    found.push(rounds);
    const failed = rounds.checks.filter(({ status }) => status === 'failed').length;
    job.say(`  ${what}: ${rounds.checks.length - failed} of ${rounds.checks.length} checks are right`);
    return rounds;
  };
  const counts: Measurement[] = [];
  const contact = await walk('the first contact', steps.contact, 1);
  if (contact.good === 1) {
    const { good } = await walk("the shopper's walk", steps.walk, goodRounds);
    counts.push({ ...goodRoundsFigure, value: good, unit: 'count' });
    await walk("the site's files", steps.files, 1);
    await walk("the storefront's scripts", steps.scripts, 1);
    job.say(`  browser: ${viewer.browser}`);
    await walk('the orders of test products', steps.order, 1);
    // Where the signal ends the wait, nothing is walked after it.
    await roomInPeriod(visit).catch(() => undefined);
    await walk('the refusals', steps.refusals, 1);
  }
  const notes = [
    ...(revision === undefined ? [revisionUntold] : []),
    ...(orders ? [] : [nothingOrdered]),
    ...(job.signal.aborted ? [toldToEnd(smokeGate, job)] : []),
  ];
  const checks = found.flatMap((rounds) => rounds.checks);
  const planned = Object.values(steps).flatMap((of) => of()).length;
  // What a repetition is told by is no step that was made.
  const made = checks.filter(({ status }) => status !== 'excused').length;
  counts.push({ name: 'checks', value: made, unit: 'count', limit: { atLeast: planned } });
  const measurements = [...found.flatMap((rounds) => rounds.measurements), ...counts];
  return { ...outcomeOf([...checks, ...notes], measurements), subject: subjectOf(manifest, viewer, checks) };
}

/** What the evidence names beyond the figures. */
function subjectOf(manifest: EnvironmentManifest, viewer: Viewer, checks: readonly Check[]): Record<string, string> {
  const { revision, orders, site } = manifest;
  const repeated = checks.flatMap(({ status, detail }) => (status === 'excused' && detail ? [detail] : []));
  return {
    revision: revision ?? revisionUntold.detail,
    orders: orders ? 'marked test products, through each door' : nothingOrdered.detail,
    siteFiles: site ? `${Object.keys(site).length} of this commit` : 'not looked at: the bundle names none',
    browser: viewer.browser,
    ...(repeated.length > 0 && { repeated: repeated.join(' ') }),
  };
}

function limitOf({ p95Ms }: { readonly p95Ms: number }): number {
  return Math.min(Math.max(timesP95 * p95Ms, leastLimitMs), mostLimitMs);
}

/** The routes whose answers API Gateway's cache may keep: `cached` in `lib/constructs/shop-api.ts`. */
function keptByTheApi({ method = 'GET', path, fresh }: DoorRequest): boolean {
  return method === 'GET' && path.startsWith('/api/products') && !fresh;
}

const revisionUntold = {
  name: 'this commit answers',
  status: 'not counted',
  detail:
    'Which image answered was not looked at: none is named here (no image was built, or gates.revisionHeader is false).',
} satisfies Check;

const nothingOrdered = {
  name: 'an order',
  status: 'not counted',
  detail:
    'Nothing was ordered and no cart was filled: gates.smoke.orderInProduction is false. Nor was it seen that both doors lead to one shop.',
} satisfies Check;
