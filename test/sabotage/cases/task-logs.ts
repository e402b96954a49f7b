import { type Case, neighbours, sabotages } from '../case';
import type { SmallLog } from '../world/small-log';
import type { World } from '../world/world';

/** What the tasks behind the doors have logged of the load. */

const log = (edit: (log: SmallLog) => void) => (world: World) => edit(world.cloudWatch.log);
const logged = (lines: number) => log((own) => void own.lines.set(own.runId, lines));

export const taskLogCases: readonly Case[] = [
  ...sabotages('alarms', [
    [
      'half of the load never came to the tasks',
      logged(900),
      /The tasks logged 900 requests of the load in tap-dev-services, and 1796 were answered/,
    ],
    ['the load came to the tasks twice', logged(3_600), /The tasks logged 3600 .*, and k6 sent 1800; at most 1818/],
    [
      'the tasks have seen another load only',
      log(({ lines, runId }) => {
        lines.delete(runId);
        lines.set('another-run', 1_800);
      }),
      /No line of tap-dev-services has the mark of this load/,
    ],
    [
      'the log group of the services is gone',
      log((own) => {
        own.exists = false;
      }),
      /The log group tap-dev-services of the services does not exist/,
    ],
    [
      'the gate may not read the log of the services',
      (world) => void world.cloudWatch.refused.set('FilterLogEvents', { times: 1_000, type: 'AccessDeniedException' }),
      /TAP3205: CloudWatch Logs in us-east-1 did not answer FilterLogEvents/,
    ],
    [
      'the job does not say where the log of the services is',
      (world) => {
        world.variables.LOG_GROUP = '';
      },
      /TAP3001: .*LOG_GROUP: received ""/,
    ],
    [
      'half of the load never came to the load balancer',
      (world) => {
        const before = world.cloudWatch.courses.get('AWS/ApplicationELB RequestCount');
        world.cloudWatch.courses.set('AWS/ApplicationELB RequestCount', (seconds) => (before?.(seconds) ?? 0) / 2);
      },
      /k6 sent 1796 requests through the load balancer, and the door counted/,
    ],
  ]),
  ...neighbours('alarms', [
    [
      'the lines of the load arrive late',
      log((own) => {
        own.late = 2;
      }),
    ],
    ['a line in two hundred is lost', logged(1_791)],
    ['customers call beside the load', log(({ lines }) => void lines.set('', 9_000))],
    [
      'CloudWatch Logs throttles a few calls',
      (world) => void world.cloudWatch.refused.set('FilterLogEvents', { times: 2, type: 'ThrottlingException' }),
    ],
    [
      'the services log no load, and the configuration says so',
      (world) => {
        world.manifest.loadRunLog = false;
        world.cloudWatch.log.lines.clear();
      },
    ],
  ]),
];
