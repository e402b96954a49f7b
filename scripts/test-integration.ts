import { dirname } from 'node:path';
import { runTests } from './test/run-tests';
import { integrationLanes } from './test/steps';

/**
 * `npm run test:integration`: the tests that start programs (git, k6, a database, the shop's commands, rehearsals of a small
 * pipeline) or synthesize anew. With arguments it only calls Jest with them.
 */
void runTests({
  root: dirname(__dirname),
  lanes: integrationLanes,
  report: 'reports/integration.xml',
  args: process.argv.slice(2),
}).then((code) => {
  process.exitCode = code;
});
