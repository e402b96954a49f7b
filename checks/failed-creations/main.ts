import { readLoopback } from '../loopback';
import { runJob } from '../program';
import { CloudFormationSource } from './cloud-formation';
import { removeFailedCreations } from './remove';
import { readSettings } from './settings';

/** CloudFormation's own waiters look this often; a deletion takes minutes. */
const pauseMs = 15_000;

void runJob(__dirname, async (job) => {
  const { environment, namePrefix, execution, stacks } = readSettings(job.variables);
  const { clockFactor } = await readLoopback(job.variables);
  job.say(`Looking for stacks of ${environment} that never were complete.`);
  const session = `${environment}-failed-creations-${execution}`;
  await removeFailedCreations(stacks, {
    job,
    namePrefix,
    pauseMs: pauseMs / clockFactor,
    source: (stack) => new CloudFormationSource(stack, session),
  });
});
