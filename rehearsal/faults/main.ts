import { join } from 'node:path';
import { realSurroundings } from '../run/real-surroundings';
import { promoteWithFaults } from './promote-with-faults';

/** Promotes the commit once without a fault, then lets every fault strike; the last line counts them. */
promoteWithFaults(realSurroundings(), join(process.cwd(), 'rehearsal-report')).then((exitCode) =>
  process.exit(exitCode),
);
