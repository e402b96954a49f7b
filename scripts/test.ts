import { dirname } from 'node:path';
import { runTests } from './test/run-tests';
import { testLanes } from './test/steps';

/** `npm test`: types, lint, unit and template tests with coverage, strict synth. With arguments it only calls Jest with them. */
const root = dirname(__dirname);
void runTests({ root, lanes: testLanes(root), report: 'reports/unit.xml', args: process.argv.slice(2) }).then(
  (code) => {
    process.exitCode = code;
  },
);
