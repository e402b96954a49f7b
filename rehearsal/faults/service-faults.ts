import type { Fault } from './fault';
import { firstEnvironment as environment, gates } from './gates';
import { strikesBefore } from './run-time';

/** Tasks and the database behind them. */
export const serviceFaults: readonly Fault[] = [
  strikesBefore(
    { name: 'task-crashes', gate: gates.service, description: 'Every task ends with 1 as soon as it is started.' },
    ({ backing }) => {
      backing.setTaskFault({ kind: 'crash-at-start', environment });
      return `tasks of ${environment}`;
    },
  ),
  strikesBefore(
    { name: 'health-fails', gate: gates.service, description: 'The health check of every task fails.' },
    ({ backing }) => {
      backing.setTaskFault({ kind: 'unhealthy', environment });
      return `target groups of ${environment}`;
    },
  ),
  strikesBefore(
    { name: 'database-gone', gate: gates.smoke, description: 'The database has ended and does not come back.' },
    async ({ backing }) => {
      await backing.stopDatabase(environment);
      return `database of ${environment}`;
    },
  ),
];
