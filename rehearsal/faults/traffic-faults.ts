import { environmentManifest } from '../../checks/manifest';
import type { Fault, FaultTools } from './fault';
import { firstEnvironment as environment, gates } from './gates';
import { strikesBefore } from './run-time';

/** Share of requests that meet an error, five times and more what any limit allows. */
const errorShare = 0.05;
/** How many times the limit slow answers take. */
const slowTimes = 3;

const where = `load balancers of ${environment}`;

/** Requests that go wrong on their way through the load balancers. */
export const trafficFaults: readonly Fault[] = [
  strikesBefore(
    { name: 'errors-5-percent', gate: gates.load, description: 'One request in twenty is answered with status 502.' },
    ({ backing }) => {
      backing.setTrafficFault({ kind: 'errors', share: errorShare, environment });
      return where;
    },
  ),
  strikesBefore(
    {
      name: 'slow-answers',
      gate: gates.load,
      description: 'Every answer takes three times as long as the 95th percentile may.',
    },
    async (tools) => {
      const delayMs = slowTimes * (await largestLimitMs(tools));
      tools.backing.setTrafficFault({ kind: 'delay', delayMs, environment });
      return `${where}: ${delayMs} ms`;
    },
  ),
  strikesBefore(
    { name: 'wrong-content', gate: gates.smoke, description: 'Answers have status 200 and the wrong content.' },
    ({ backing }) => {
      backing.setTrafficFault({ kind: 'wrong-content', environment });
      return where;
    },
  ),
];

/** The largest limit of the environment's load test, in milliseconds. */
async function largestLimitMs(tools: FaultTools): Promise<number> {
  const manifest = environmentManifest.parse(JSON.parse(await tools.readArtifact(`environments/${environment}.json`)));
  return Math.max(...Object.values(manifest.loadThresholds).map(({ p95Ms }) => p95Ms));
}
