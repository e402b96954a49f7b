import { dirname } from 'node:path';
import { runTests } from './test/run-tests';
import { emulatorLanes } from './test/steps';

/**
 * `npm run test:emulator`: the tests that ask the rehearsal's emulator what the product asks AWS. Apart from those of the pipeline's Synth, which has no emulator. With arguments it only calls Jest with them.
 */
void runTests({
  root: dirname(__dirname),
  lanes: emulatorLanes,
  report: 'reports/emulator.xml',
  args: process.argv.slice(2),
}).then((code) => {
  process.exitCode = code;
});
