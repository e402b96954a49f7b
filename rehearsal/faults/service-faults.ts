import { described } from './catalogue';
import type { Fault } from './fault';
import { firstEnvironment as environment } from './gates';
import { strikesBefore } from './run-time';

/** Tasks and the database behind them. */
export const serviceFaults: readonly Fault[] = [
  strikesBefore(described('task-crashes', /Circuit Breaker.*ended with exit code 1/), ({ backing }) => {
    backing.setTaskFault({ kind: 'crash-at-start', environment });
    return `tasks of ${environment}`;
  }),
  strikesBefore(described('health-fails', /Circuit Breaker.*failed health checks/), ({ backing }) => {
    backing.setTaskFault({ kind: 'unhealthy', environment });
    return `target groups of ${environment}`;
  }),
  strikesBefore(described('database-gone', /answered with status 5\d\d/), async ({ backing }) => {
    await backing.stopDatabase(environment);
    return `database of ${environment}`;
  }),
];
