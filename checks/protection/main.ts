import { readLoopback } from '../loopback';
import { runJob } from '../program';
import { protectAll } from './protect';
import { protectablesOf } from './protectables';
import { readSettings } from './settings';

void runJob(__dirname, async (job) => {
  const settings = readSettings(job.variables);
  // Nothing is sent to an endpoint that is not known to be this machine's.
  await readLoopback(job.variables);
  job.say(`Protecting ${settings.environment} against deletion.`);
  await protectAll(protectablesOf(settings), job);
});
