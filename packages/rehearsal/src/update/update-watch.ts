import { setTimeout as sleep } from 'node:timers/promises';
import type { Rows } from '../cloud/database/rows';
import type { Visit } from '../environment/visitor';
import type { UpdatedEnvironment } from '../events/events';
import type { FaultHooks } from '../faults/fault';
import { compareRows } from './lost-rows';
import type { UpdateWitness } from './update-witness';

/** Between two rounds of visits, in milliseconds: several within the second that a task needs to go. */
const pauseMs = 50;
/** How many lost requests are told one by one. */
const shownVisits = 3;

/** An environment that stands deployed, with what was written into it. */
export interface Standing {
  readonly environment: string;
  /** What its databases hold now. */
  rows(): Promise<ReadonlyMap<string, Rows>>;
  /** Absent if the repository tells of none: then nobody visits. */
  readonly witness?: UpdateWitness | undefined;
}

interface Watched extends Standing {
  readonly before: ReadonlyMap<string, Rows>;
  /** Rounds of visits that go on until it is aborted. */
  rolling?: { readonly stop: AbortController; readonly visits: Promise<readonly Visit[]> };
  settled?: Promise<UpdatedEnvironment>;
}

/**
 * Watches environments while the stages of a pipeline update them: requests go on from the first deployment of a stage until its next
 * other action, before which all that was written has to be there still.
 */
export class UpdateWatch {
  private readonly watched = new Map<string, Watched>();

  /**
   * @param isDeployment whether an action of a stage deploys a stack
   * @param signal ends the visits with the run
   */
  constructor(
    private readonly isDeployment: (stage: string, action: string) => Promise<boolean>,
    private readonly signal: AbortSignal,
  ) {}

  /** Lets the witness write, and remembers what the databases hold then. */
  async prepare(standing: Standing): Promise<void> {
    await standing.witness?.write();
    this.watched.set(standing.environment, { ...standing, before: await standing.rows() });
  }

  readonly hooks: FaultHooks = {
    beforeAction: async (stage, action) => {
      const watched = this.watched.get(stage);
      if (watched === undefined || watched.settled !== undefined) return;
      if (await this.isDeployment(stage, action)) watched.rolling ??= this.roll(watched);
      else if (watched.rolling !== undefined) await this.settle(watched);
    },
  };

  /** What came of every environment whose update began, in the order in which they were prepared. */
  async finish(): Promise<readonly UpdatedEnvironment[]> {
    const begun = [...this.watched.values()].filter(({ rolling }) => rolling !== undefined);
    return Promise.all(begun.map((watched) => this.settle(watched)));
  }

  private roll({ witness }: Watched): NonNullable<Watched['rolling']> {
    const stop = new AbortController();
    const ended = AbortSignal.any([stop.signal, this.signal]);
    const go = async (): Promise<readonly Visit[]> => {
      const visits: Visit[] = [];
      while (witness !== undefined && !ended.aborted) {
        visits.push(...(await witness.visit()));
        await sleep(pauseMs, undefined, { signal: ended }).catch(() => undefined);
      }
      return visits;
    };
    return { stop, visits: go() };
  }

  private settle(watched: Watched): Promise<UpdatedEnvironment> {
    watched.settled ??= this.judge(watched);
    return watched.settled;
  }

  private async judge({ environment, witness, rolling, before, rows }: Watched): Promise<UpdatedEnvironment> {
    rolling?.stop.abort();
    const visits = (await rolling?.visits) ?? [];
    const lost = visits.filter(({ ok }) => !ok);
    const compared = compareRows(before, await rows());
    const missing = (await witness?.missing()) ?? [];
    const clusters = before.size;
    const problems = [
      ...lost.slice(0, shownVisits).map(({ name, detail }) => `a request was lost: ${name}: ${detail}`),
      ...(lost.length > shownVisits ? [`${lost.length - shownVisits} further requests were lost`] : []),
      ...compared.lost,
      ...missing,
      // What nobody looked at has not been kept.
      ...(witness !== undefined && visits.length === 0
        ? ['nobody was served while it was updated: no request was sent']
        : []),
      ...(clusters > 0 && compared.before === 0
        ? ['its database held no row before the update: nothing was compared']
        : []),
    ];
    return {
      environment,
      rowsBefore: compared.before,
      rowsAfter: compared.after,
      requests: visits.length,
      requestsLost: lost.length,
      problems,
    };
  }
}
