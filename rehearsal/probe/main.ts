import { join } from 'node:path';
import { outliveReaders } from '@delivery/rehearsal/command/lifetime';
import { takeNoArguments } from '@delivery/rehearsal/command/no-arguments';
import { probeEnvironment } from '@delivery/rehearsal/probe-environment';
import { realSurroundings } from '@delivery/rehearsal/run/real-surroundings';

outliveReaders();
takeNoArguments(
  'npm run rehearse:probe',
  'Switches resources off, one at a time, and sees whether class or verdict change; the last line counts them.',
  process.argv.slice(2),
);
probeEnvironment(realSurroundings(join(__dirname, '..', '..'))).then((exitCode) => process.exit(exitCode));
