import { setTimeout as sleep } from 'node:timers/promises';
import { looserVariable, summaryVariable } from '../../contracts/approval';
import { notMeasured, parseSent } from '../../contracts/load-window';
import { assumeRole } from '../assume-role';
import { withEarlier } from '../earlier/with-earlier';
import { type Gate, toldToEnd } from '../gate';
import { type AlarmInputs, readAlarmInputs } from '../gate-settings';
import { alsoBy } from '../outcome';
import { CloudWatchSource } from './cloud-watch';
import { CloudWatchLog } from './task-log';
import { watchAlarms } from './watch';
import { requireOwnLoad, watchWindow } from './watch-window';

/** Every alarm of the environment, from the start of the load to the end of the bake time. */
export const alarmGate: Gate<AlarmInputs> = {
  name: 'alarms',
  prepare(results) {
    for (const name of [summaryVariable, looserVariable]) results.writeExport(name, notMeasured);
  },
  readExtra: readAlarmInputs,
  async judge(context, { load, logGroup, onward }) {
    const { job, settings, manifest, loopback } = context;
    requireOwnLoad(load, settings, new Date());
    const sent = parseSent(job.variables.LOAD_SENT ?? '');
    const [, partition, , , account] = settings.gateRoleArn.split(':');
    const credentials = assumeRole(settings.gateRoleArn, `alarms-${settings.execution}`);
    const source = new CloudWatchSource(credentials);
    const log = new CloudWatchLog(credentials);
    try {
      const outcome = await watchAlarms({
        declared: manifest.alarms,
        prefix: manifest.alarmPrefix,
        arnOf: (region, name) => `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`,
        window: watchWindow(load, manifest.bakeSeconds, loopback.clockFactor),
        sent,
        source,
        tasks: manifest.loadRunLog ? { log, region: manifest.region, group: logGroup } : undefined,
        unfed: loopback.unfed,
        say: job.say,
        signal: job.signal,
        now: () => new Date(),
        sleep: async (milliseconds) => {
          await sleep(milliseconds, undefined, { signal: job.signal });
        },
      });
      // What is left of the time is for the evidence.
      if (job.signal.aborted) return alsoBy(outcome, [toldToEnd(alarmGate, job)]);
      return await withEarlier(outcome, context, { window: load, sent }, onward);
    } finally {
      source.close();
      log.close();
    }
  },
};
