import { type DeclaredAlarm, environmentManifest } from '../../checks/manifest';
import { described } from './catalogue';
import type { Fault, FaultTools } from './fault';
import { firstEnvironment as environment, smokeTest } from './gates';
import { strikesBefore } from './run-time';

/** What the alarm check has to see. */
export const alarmFaults: readonly Fault[] = [
  strikesBefore(
    {
      ...described('traffic-metrics-silent', /had no data point in the load/),
      // Before the smoke test: its requests may fall into the same minute as the load's first ones.
      before: smokeTest,
    },
    ({ backing }) => {
      backing.silenceTraffic(environment, true);
      return `metrics of ${environment}`;
    },
  ),
  strikesBefore(described('alarm-in-bake', /The alarm \S+ was in ALARM at/), async (tools) => {
    const { name } = await countingAlarm(tools);
    tools.backing.breach(name, true);
    return name;
  }),
  strikesBefore(described('alarm-missing', /is declared and doesn't exist/), async (tools) => {
    const { name } = await countingAlarm(tools);
    await tools.backing.deleteAlarm(name);
    return name;
  }),
];

/** The first alarm that always counts at the gate and that this machine can judge. */
async function countingAlarm(tools: FaultTools): Promise<DeclaredAlarm> {
  const manifest = environmentManifest.parse(JSON.parse(await tools.readArtifact(`environments/${environment}.json`)));
  const unfed = new Set(tools.cloud.backing.unfedAlarms().map(({ name }) => name));
  const alarm = manifest.alarms.find(({ name, part }) => part === 'always' && !unfed.has(name));
  if (!alarm) throw new Error(`no alarm of ${environment} always counts`);
  return alarm;
}
