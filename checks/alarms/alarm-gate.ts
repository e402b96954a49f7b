import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadWindow, parseSent } from '../../contracts/load-window';
import { assumeRole } from '../assume-role';
import type { Gate } from '../gate';
import { readLoadWindow } from '../gate-settings';
import { CloudWatchSource } from './cloud-watch';
import { watchAlarms } from './watch';
import { requireOwnLoad, watchWindow } from './watch-window';

/** Every alarm of the environment, from the start of the load to the end of the bake time. */
export const alarmGate: Gate<LoadWindow> = {
  name: 'alarms',
  readExtra: readLoadWindow,
  async judge({ job, settings, manifest, loopback }, load) {
    requireOwnLoad(load, settings, new Date());
    const [, partition, , , account] = settings.gateRoleArn.split(':');
    const source = new CloudWatchSource(assumeRole(settings.gateRoleArn, `alarms-${settings.execution}`));
    try {
      return await watchAlarms({
        declared: manifest.alarms,
        prefix: manifest.alarmPrefix,
        arnOf: (region, name) => `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`,
        window: watchWindow(load, manifest.bakeSeconds, loopback.clockFactor),
        sent: parseSent(job.variables.LOAD_SENT ?? ''),
        source,
        unfed: loopback.unfed,
        say: job.say,
        now: () => new Date(),
        sleep: async (milliseconds) => {
          await sleep(milliseconds, undefined, { signal: job.signal });
        },
      });
    } finally {
      source.close();
    }
  },
};
