import type { Fault, FaultTools } from '@delivery/rehearsal/faults/fault';
import type { Places } from '@delivery/rehearsal/faults/places';
import { strikesBefore } from '@delivery/rehearsal/faults/strikes-before';
import { gates } from '../../contracts/gates';
import { type DeclaredAlarm, environmentManifest } from '../../contracts/manifest';

/** What the alarm check has to see. */
export const alarmFaults = ({ environment, at }: Places): readonly Fault[] => [
  strikesBefore(
    {
      name: 'traffic-metrics-silent',
      gate: at(gates.alarms.action),
      description: 'No metric of the traffic arrives, as if nobody had come.',
      trace: /had no data point in the load/,
      // Before the smoke test: its requests may fall into the same minute as the load's first ones.
      before: at(gates.smoke.action),
    },
    ({ backing }) => {
      backing.silenceTraffic(environment, true);
      return `metrics of ${environment}`;
    },
  ),
  strikesBefore(
    {
      name: 'alarm-in-bake',
      gate: at(gates.alarms.action),
      description: 'An alarm fires during the bake time, after the load.',
      trace: /The alarm \S+ was in ALARM at/,
    },
    async (tools) => {
      const { name } = await countingAlarm(tools, environment);
      tools.backing.breach(name, true);
      return name;
    },
  ),
  strikesBefore(
    {
      name: 'alarm-missing',
      gate: at(gates.alarms.action),
      description: 'A declared alarm has been deleted by hand.',
      trace: /is declared and doesn't exist/,
    },
    async (tools) => {
      const { name } = await countingAlarm(tools, environment);
      await tools.backing.deleteAlarm(name);
      return name;
    },
  ),
  strikesBefore(
    {
      name: 'history-throttled',
      gate: at(gates.alarms.action),
      description: 'CloudWatch throttles every call for the history of alarms, however often it is tried again.',
      trace: /did not answer DescribeAlarmHistory: Throttling/,
    },
    ({ cloud }) => {
      const action = 'DescribeAlarmHistory';
      cloud.setFaults([{ service: 'monitoring', action, code: 'ThrottlingException', message: 'Rate exceeded' }]);
      return `every ${action}`;
    },
  ),
];

/** The first alarm that always counts at the gate and that this machine can judge. */
async function countingAlarm(tools: FaultTools, environment: string): Promise<DeclaredAlarm> {
  const manifest = environmentManifest.parse(JSON.parse(await tools.readArtifact(`environments/${environment}.json`)));
  const unfed = new Set(tools.cloud.backing.unfedAlarms().map(({ name }) => name));
  const alarm = manifest.alarms.find(({ name, part }) => part === 'always' && !unfed.has(name));
  if (!alarm) throw new Error(`no alarm of ${environment} always counts`);
  return alarm;
}
