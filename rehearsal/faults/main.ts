import { join } from 'node:path';
import { outliveReaders } from '../run/lifetime';
import { takeNoArguments } from '../run/no-arguments';
import { realSurroundings } from '../run/real-surroundings';
import { promoteWithFaults } from './promote-with-faults';

const description =
  'Promotes the commit once without a fault, then lets every fault strike; the last line counts them.';

outliveReaders();
takeNoArguments('npm run rehearse:faults', description, process.argv.slice(2));
promoteWithFaults(realSurroundings(), join(process.cwd(), 'rehearsal-report')).then((exitCode) =>
  process.exit(exitCode),
);
