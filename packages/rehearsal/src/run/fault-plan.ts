import type { BackingFaults } from '../cloud/backing/backing-faults';
import type { LocalCloud } from '../cloud/base/contracts';
import { placeOf, type StoppedBy } from '../engine/execute-pipeline';
import type { ActionId, Emit, RehearsalEvent } from '../events/events';
import type { Revision } from '../executors/executor-context';
import type { Fault, FaultHooks, FaultOutcome, FaultTools } from '../faults/fault';
import { faultByName } from '../faults/fault-by-name';
import { anyPlaces, type FaultsAt, type Places } from '../faults/places';
import { artifactFolders, readArtifact } from './artifacts';
import { Git } from './git';
import { commitAll, describe } from './repository';

/** The faults that were ordered for one run, and what became of them. */
export class FaultPlan {
  private readonly injected = new Set<string>();
  /** What each action that is to stop a fault has said, by `Stage/Action`. */
  private readonly said = new Map<string, string[]>();
  private readonly told: Extract<RehearsalEvent, { type: 'told' }>[] = [];
  private readonly armed = new Map<string, FaultHooks>();
  /** What stopped the run before the good commit was pushed again. */
  private firstStop: StoppedBy | undefined;
  private parts: Pick<FaultTools, 'cloud' | 'backing'> | undefined;
  private faultsAt: FaultsAt = () => [];
  private ordered: readonly Fault[] = [];

  /** @param names of the ordered faults */
  constructor(
    private readonly names: readonly string[],
    private readonly workDir: string,
    private readonly next: Emit,
  ) {}

  /**
   * Says which faults there are, as soon as the commit's configuration is known.
   *
   * @throws RunError TAP4046 if there is none of an ordered name
   */
  choose(all: FaultsAt): void {
    this.faultsAt = (places) => this.names.map((name) => faultByName(name, all(places)));
    this.ordered = this.faultsAt(anyPlaces);
  }

  get faults(): readonly Fault[] {
    return this.ordered;
  }

  /** Places the faults in the pipeline, as soon as it is known; none acts before. */
  meet(places: Places): void {
    this.ordered = this.faultsAt(places);
    for (const fault of this.ordered) {
      this.said.set(fault.gate, []);
      const hooks = fault.arm?.(() => this.toolsOf(fault));
      if (hooks) this.armed.set(fault.name, hooks);
    }
  }

  /** Hands an event on; what the gates of the ordered faults say is kept. */
  readonly emit: Emit = (event) => {
    if (event.type === 'action-output') this.hear(event, event.line);
    if (event.type === 'action-ended' && event.reason !== undefined) this.hear(event, event.reason);
    if (event.type === 'told') this.told.push(event);
    this.next(event);
  };

  get hooks(): readonly FaultHooks[] {
    return [...this.armed.values()];
  }

  /** Stage up to which the good commit has to be promoted before the bad one comes. */
  get promotedFirst(): string | undefined {
    return this.faults.find((fault) => fault.promotedFirst !== undefined)?.promotedFirst;
  }

  /**
   * Whether the good commit has to be pushed now that the bad one was stopped: only where a fault asks for it that was caught. If
   * so, that stop is noted, and what comes after it is the good commit's.
   */
  pushesAgain(by: StoppedBy): boolean {
    const again = this.faults.some(({ pushedAgain, gate }) => pushedAgain && gate === placeOf(by));
    if (again) this.firstStop = by;
    return again;
  }

  started(cloud: LocalCloud, backing: BackingFaults): void {
    this.parts = { cloud, backing };
  }

  /** The bad commit on top of a good one, made in its clone; the good one itself if no fault changes the source. */
  async commitOnTop(good: Revision, signal: AbortSignal): Promise<Revision> {
    const editing = this.faults.filter((fault) => fault.edit);
    if (editing.length === 0) return good;
    const clone = new Git(good.repository, signal);
    for (const fault of editing) {
      const where = await fault.edit?.(good.repository);
      if (where !== undefined) this.tell(fault, where);
    }
    await clone.do('add', '--all');
    await commitAll(clone, `Fault: ${editing.map((fault) => fault.name).join(', ')}`);
    return { ...(await describe(clone)), root: good.root };
  }

  /** @param stoppedBy what stopped the run, if anything did */
  async outcomes(stoppedBy: StoppedBy | undefined): Promise<readonly FaultOutcome[]> {
    const stop = this.firstStop ?? stoppedBy;
    const by = stop === undefined ? null : placeOf(stop);
    // Of two pushes the second one, without the fault, must not be stopped at all.
    const again = this.firstStop === undefined ? undefined : stoppedBy;
    return Promise.all(
      this.faults.map(async (fault): Promise<FaultOutcome> => {
        const injected = this.injected.has(fault.name);
        const stopped = injected && by === fault.gate;
        const wrong = stopped ? await this.wrongWith(fault, again) : undefined;
        if (wrong !== undefined) this.next({ type: 'warning', code: 'TAP4502', message: `${fault.name}: ${wrong}` });
        return {
          name: fault.name,
          injected,
          expectedGate: fault.gate,
          stoppedBy: by,
          caught: stopped && wrong === undefined,
        };
      }),
    );
  }

  /** What speaks against a fault that its gate has stopped, if anything does. */
  private async wrongWith(fault: Fault, again: StoppedBy | undefined): Promise<string | undefined> {
    if (again !== undefined) return `the good commit, pushed again, was stopped by ${placeOf(again)}`;
    const said = this.said.get(fault.gate) ?? [];
    if (!fault.trace.test(said.join('\n'))) {
      return `${fault.gate} stopped the run for another reason: nothing that it said matches ${fault.trace}`;
    }
    return this.armed.get(fault.name)?.verify?.();
  }

  private toolsOf(fault: Fault): FaultTools {
    if (!this.parts) throw new Error(`fault ${fault.name} acts before the cloud is there`);
    return {
      ...this.parts,
      told: () => this.told,
      injected: (where) => this.tell(fault, where),
      notApplied: (reason) =>
        this.next({ type: 'warning', code: 'TAP4501', message: `Fault ${fault.name} could not be applied: ${reason}` }),
      artifactFolders: () => artifactFolders(this.workDir),
      readArtifact: (file) => readArtifact(this.workDir, file),
    };
  }

  private hear({ stage, action }: ActionId, text: string): void {
    this.said.get(`${stage}/${action}`)?.push(text);
  }

  private tell(fault: Fault, where: string): void {
    if (this.injected.has(fault.name)) return;
    this.injected.add(fault.name);
    this.next({ type: 'fault-injected', fault: fault.name, where });
  }
}
