import type { Fault } from '@delivery/rehearsal/faults/fault';
import type { Places } from '@delivery/rehearsal/faults/places';
import { strikesBefore } from '@delivery/rehearsal/faults/strikes-before';
import { gates } from '../../contracts/gates';

/** Tasks and the database behind them. */
export const serviceFaults = ({ environment, at }: Places): readonly Fault[] => [
  strikesBefore(
    {
      name: 'task-crashes',
      gate: at('Service.Deploy'),
      description: 'Every task ends with 1 as soon as it is started.',
      trace: /Circuit Breaker.*ended with exit code 1/,
    },
    ({ backing }) => {
      backing.setTaskFault({ kind: 'crash-at-start', environment });
      return `tasks of ${environment}`;
    },
  ),
  strikesBefore(
    {
      name: 'health-fails',
      gate: at('Service.Deploy'),
      description: 'The health check of every task fails.',
      trace: /Circuit Breaker.*failed health checks/,
    },
    ({ backing }) => {
      backing.setTaskFault({ kind: 'unhealthy', environment });
      return `target groups of ${environment}`;
    },
  ),
  strikesBefore(
    {
      name: 'database-gone',
      gate: at(gates.smoke.action),
      description: 'The database has ended and does not come back.',
      trace: /answered with status 5\d\d/,
    },
    async ({ backing }) => {
      await backing.stopDatabase(environment);
      return `database of ${environment}`;
    },
  ),
];
