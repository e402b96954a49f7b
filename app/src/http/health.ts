import type { FastifyInstance } from 'fastify';
import type { DatabaseContact } from '../database/contact';

/**
 * How long `/health` still answers 200 without the database, in milliseconds. An Aurora failover takes up to about a minute
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html), in which replacing
 * every task would only make the outage longer.
 */
export const databaseGraceMs = 60_000;

/** A query that succeeded this recently is proof enough; the database isn't asked again. */
const freshMs = 2_000;

/** Longest wait for the database's answer, well below the load balancer's health-check timeout. */
const defaultPingTimeoutMs = 1_500;

export interface Health {
  /** `degraded`: without the database, but not yet long enough to be taken out of service. */
  readonly status: 'ok' | 'degraded' | 'unavailable';
  readonly database: {
    readonly reachable: boolean;
    /** Whole seconds since the database last answered; null if it never did. */
    readonly lastContactSecondsAgo: number | null;
  };
}

/** Decides whether this process can serve, as far as the database is concerned. */
export class DatabaseHealth {
  #asking: Promise<boolean> | undefined;

  /** @param ping makes the database answer, and the contact note it */
  constructor(
    private readonly contact: DatabaseContact,
    private readonly ping: () => Promise<unknown>,
    private readonly pingTimeoutMs = defaultPingTimeoutMs,
  ) {}

  /**
   * A task that never reached its database is unavailable at once: it must not replace one that did. One that lost it is
   * unavailable after `databaseGraceMs`.
   */
  async check(): Promise<Health> {
    const before = this.contact.ageMs();
    const reachable = (before !== undefined && before < freshMs) || (await this.#ask());
    const ageMs = this.contact.ageMs();
    const inGrace = ageMs !== undefined && ageMs < databaseGraceMs;
    return {
      status: reachable ? 'ok' : inGrace ? 'degraded' : 'unavailable',
      database: { reachable, lastContactSecondsAgo: ageMs === undefined ? null : Math.floor(ageMs / 1000) },
    };
  }

  /** Checks that come while one is waiting share its answer, so that they can't use up the pool. */
  #ask(): Promise<boolean> {
    this.#asking ??= this.#askOnce().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askOnce(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), this.pingTimeoutMs);
    });
    const answered = this.ping().then(
      () => true,
      () => false,
    );
    try {
      return await Promise.race([answered, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/**
 * `GET /health` for the load balancer and `GET /health/live` for the container: the first says whether to send requests here,
 * the second only that the process isn't stuck.
 */
export function registerHealth(app: FastifyInstance, health: DatabaseHealth): void {
  const quiet = { logLevel: 'silent' as const, config: { measured: false } };
  app.get('/health', quiet, async (_request, reply) => {
    const result = await health.check();
    return reply.code(result.status === 'unavailable' ? 503 : 200).send(result);
  });
  app.get('/health/live', quiet, async () => ({ status: 'ok' }));
}
