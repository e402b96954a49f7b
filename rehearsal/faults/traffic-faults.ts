import { environmentManifest } from '../../checks/manifest';
import { described } from './catalogue';
import type { Fault, FaultTools } from './fault';
import { firstEnvironment as environment } from './gates';
import { strikesBefore } from './run-time';

/** Share of requests that meet an error, five times and more what any limit allows. */
const errorShare = 0.05;
/** How many times the limit slow answers take. */
const slowTimes = 3;

const where = `load balancers of ${environment}`;

/** Requests that go wrong on their way through the load balancers. */
export const trafficFaults: readonly Fault[] = [
  strikesBefore(described('errors-5-percent', /answers_failed\S* is \S+; the limit is/), ({ backing }) => {
    backing.setTrafficFault({ kind: 'errors', share: errorShare, environment });
    return where;
  }),
  strikesBefore(described('slow-answers', /http_req_duration\S* is \S+; the limit is/), async (tools) => {
    const delayMs = slowTimes * (await largestLimitMs(tools));
    tools.backing.setTrafficFault({ kind: 'delay', delayMs, environment });
    return `${where}: ${delayMs} ms`;
  }),
  strikesBefore(described('wrong-content', /"injected\\?":true/), ({ backing }) => {
    backing.setTrafficFault({ kind: 'wrong-content', environment });
    return where;
  }),
];

/** The largest limit of the environment's load test, in milliseconds. */
async function largestLimitMs(tools: FaultTools): Promise<number> {
  const manifest = environmentManifest.parse(JSON.parse(await tools.readArtifact(`environments/${environment}.json`)));
  return Math.max(...Object.values(manifest.loadThresholds).map(({ p95Ms }) => p95Ms));
}
