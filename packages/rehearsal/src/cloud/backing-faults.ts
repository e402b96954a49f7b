import type { Answer } from './http/exchange';
import { json } from './http/exchange';
import type { RequestFault } from './workloads/load-balancer';

/** What goes wrong with requests at the load balancers. */
export type TrafficFault = {
  /** Environment whose load balancers are meant; default: all. */
  readonly environment?: string;
  /** Share of requests that meet it, 0 to 1; default: all. */
  readonly share?: number;
} & (
  | { readonly kind: 'errors'; readonly status?: number; readonly by?: 'load balancer' | 'target' }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'wrong-content' }
);

/** What goes wrong with tasks. */
export interface TaskFault {
  readonly kind: 'crash-at-start' | 'unhealthy';
  readonly environment?: string;
  /** Name of the service as in task names, for example `catalog`; default: all. */
  readonly service?: string;
}

/** Faults that meet what stands behind the stacks. Nothing here is ever on by itself. */
export interface BackingFaults {
  setTrafficFault(fault: TrafficFault | undefined): void;
  /** `crash-at-start` meets tasks that start from now on; `unhealthy` makes the health checks of running ones fail. */
  setTaskFault(fault: TaskFault | undefined): void;
  /** Ends the database servers of an environment; they are not started again. */
  stopDatabase(environment: string): Promise<void>;
  /** No metric of load balancers, APIs and distributions of the environment is recorded from now on. */
  silenceTraffic(environment: string, silent: boolean): void;
  /**
   * Takes the alarm's metric for breaching from its next evaluation on.
   *
   * @throws TAP4431 if no such alarm is deployed
   */
  breach(alarm: string, breaching: boolean): void;
  /**
   * Deletes the alarm in the emulator, as a person might in the console.
   *
   * @throws TAP4431 if no such alarm is deployed
   */
  deleteAlarm(alarm: string): Promise<void>;
  /** Kills one task of the environment with SIGKILL; its name, or nothing if none runs. */
  killTask(environment: string): string | undefined;
}

/** Meets each request with the traffic fault that is set: exactly the share asked for, evenly spread. */
export class TrafficFaults {
  current: TrafficFault | undefined;
  private owed = 0;

  fault(environment: string): RequestFault | undefined {
    const fault = this.current;
    if (!fault || (fault.environment !== undefined && fault.environment !== environment)) return undefined;
    this.owed += fault.share ?? 1;
    if (this.owed < 1) return undefined;
    this.owed -= 1;
    switch (fault.kind) {
      case 'delay':
        return { delayMs: fault.delayMs, by: 'target' };
      case 'errors':
        return { delayMs: 0, answer: broken(fault.status ?? 502), by: fault.by ?? 'load balancer' };
      case 'wrong-content':
        return { delayMs: 0, answer: json(200, { items: [], injected: true }), by: 'target' };
    }
  }
}

function broken(status: number): Answer {
  return json(status, { error: { code: 'INJECTED', message: 'injected by the rehearsal' } });
}
