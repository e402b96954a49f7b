import type { Measurement } from '../../contracts/evidence';
import { readApiKey } from '../api-key';
import { assumeRole } from '../assume-role';
import type { Gate, GateContext } from '../gate';
import { type Check, type Outcome, outcomeOf } from '../outcome';
import { browseSteps } from './browse-steps';
import type { Door } from './door';
import { errorSteps } from './error-steps';
import { keySteps } from './key-steps';
import { orderSteps } from './order-steps';
import type { Step, Visit } from './step';
import { storefrontSteps } from './storefront-steps';

/** A shopper's journey once, through every public door. Every step must be right. */
export const smokeGate: Gate<undefined> = {
  name: 'smoke',
  readExtra: () => undefined,
  async judge(context) {
    const { settings, manifest } = context;
    const credentials = assumeRole(settings.gateRoleArn, `smoke-${settings.execution}`);
    const apiKey = await readApiKey(settings.apiKeyId, manifest.region, credentials);
    const site: Door = { name: 'CloudFront', address: settings.siteUrl };
    const api: Door = { name: 'API Gateway', address: settings.apiUrl, apiKey };
    return walk(smokeSteps(site, api, manifest.production), context);
  },
};

/** The steps in their order. In production a machine orders nothing. */
export function smokeSteps(site: Door, api: Door, production: boolean): Step[] {
  const order = (door: Door) => (production ? [] : orderSteps(door));
  return [
    ...storefrontSteps(site),
    ...browseSteps(site),
    ...errorSteps(site),
    ...order(site),
    ...browseSteps(api),
    ...errorSteps(api),
    ...keySteps(api),
    ...order(api),
  ];
}

async function walk(steps: readonly Step[], { job, loopback }: GateContext): Promise<Outcome> {
  const visit: Visit = { clockFactor: loopback.clockFactor, signal: job.signal };
  const checks: Check[] = [];
  const measurements: Measurement[] = [];
  for (const step of steps) {
    const begin = performance.now();
    const seconds = () => (performance.now() - begin) / 1000;
    try {
      const milliseconds = await step.run(visit);
      checks.push({ name: step.name, status: 'passed', seconds: seconds() });
      measurements.push({ name: step.name, value: Math.round(milliseconds * 10) / 10, unit: 'ms' });
      job.say(`  ${step.name}: ${Math.round(milliseconds)} ms`);
    } catch (error) {
      job.signal.throwIfAborted();
      const detail = error instanceof Error ? error.message : String(error);
      checks.push({ name: step.name, status: 'failed', detail, seconds: seconds() });
      job.say(`  ${step.name}: failed`);
    }
  }
  measurements.push({ name: 'checks', value: checks.length, unit: 'count', limit: { atLeast: steps.length } });
  return outcomeOf(checks, measurements);
}
