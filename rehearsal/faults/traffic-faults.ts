import type { Fault, FaultTools } from '@delivery/rehearsal/faults/fault';
import type { Places } from '@delivery/rehearsal/faults/places';
import { strikesBefore } from '@delivery/rehearsal/faults/strikes-before';
import { gates } from '../../contracts/gates';
import { environmentManifest } from '../../contracts/manifest';

/** Share of requests that meet an error, five times and more what any threshold allows. */
const errorShare = 0.05;
/** How many times the threshold slow answers take. */
const slowTimes = 3;

const where = (environment: string) => `load balancers of ${environment}`;

/** Requests that go wrong on their way through the load balancers. */
export const trafficFaults = ({ environment, at }: Places): readonly Fault[] => [
  strikesBefore(
    {
      name: 'errors-5-percent',
      gate: at(gates.load.action),
      description: 'One request in twenty is answered with status 502.',
      trace: /answers failed; \S+ % at most are allowed, and it is \S+ % at least/,
    },
    ({ backing }) => {
      backing.setTrafficFault({ kind: 'errors', share: errorShare, environment });
      return where(environment);
    },
  ),
  strikesBefore(
    {
      name: 'slow-answers',
      gate: at(gates.load.action),
      description: 'Every answer takes three times as long as the 95th percentile may.',
      trace: /answers were slow failures \(.*\); \S+ % at most are allowed, and it is \S+ % at least/,
    },
    async (tools) => {
      const delayMs = slowTimes * (await largestThresholdMs(tools, environment));
      tools.backing.setTrafficFault({ kind: 'delay', delayMs, environment });
      return `${where(environment)}: ${delayMs} ms`;
    },
  ),
  strikesBefore(
    {
      name: 'wrong-content',
      gate: at(gates.smoke.action),
      description: 'Answers have status 200 and the wrong content.',
      trace: /"injected\\?":true/,
    },
    ({ backing }) => {
      backing.setTrafficFault({ kind: 'wrong-content', environment });
      return where(environment);
    },
  ),
];

/** The largest threshold of the environment's load test for response times, in milliseconds. */
async function largestThresholdMs(tools: FaultTools, environment: string): Promise<number> {
  const manifest = environmentManifest.parse(JSON.parse(await tools.readArtifact(`environments/${environment}.json`)));
  return Math.max(...Object.values(manifest.load.thresholds).map(({ p95Ms }) => p95Ms));
}
