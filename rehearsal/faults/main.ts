import { join } from 'node:path';
import { outliveReaders } from '@delivery/rehearsal/command/lifetime';
import { takeNoArguments } from '@delivery/rehearsal/command/no-arguments';
import { promoteWithFaults } from '@delivery/rehearsal/promote-with-faults';
import { realSurroundings } from '@delivery/rehearsal/run/real-surroundings';
import { faultsAt } from './all';

const description =
  'Promotes the commit once without a fault, then lets every fault strike; the last line counts them.';
const root = join(__dirname, '..', '..');

outliveReaders();
takeNoArguments('npm run rehearse:faults', description, process.argv.slice(2));
promoteWithFaults(realSurroundings(root), join(process.cwd(), 'rehearsal-report'), faultsAt).then((exitCode) =>
  process.exit(exitCode),
);
