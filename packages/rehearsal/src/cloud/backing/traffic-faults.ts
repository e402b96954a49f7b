import { type Answer, json } from '../http/exchange';
import type { RequestFault } from '../workloads/load-balancer';

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
