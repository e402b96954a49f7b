import type { LocalCloud } from '../cloud/contracts';
import type { BackingFaults } from '../cloud/faults';
import type { ActionId, Emit } from '../events';
import type { Revision } from '../executors/executor-context';
import type { Fault, FaultHooks, FaultOutcome, FaultTools } from '../faults/fault';
import { artifactFolders, readArtifact } from './artifacts';
import { Git } from './git';
import { commitAll, describe } from './repository';

/** The faults that were ordered for one run, and what became of them. */
export class FaultPlan {
  private readonly injected = new Set<string>();
  private readonly armed = new Map<string, FaultHooks>();
  private parts: Pick<FaultTools, 'cloud' | 'backing'> | undefined;

  constructor(
    readonly faults: readonly Fault[],
    workDir: string,
    private readonly emit: Emit,
  ) {
    for (const fault of faults) {
      const tools = (): FaultTools => {
        if (!this.parts) throw new Error(`fault ${fault.name} acts before the cloud is there`);
        return {
          ...this.parts,
          injected: (where) => this.tell(fault, where),
          notApplied: (reason) =>
            emit({ type: 'warning', code: 'TAP4501', message: `Fault ${fault.name} could not be applied: ${reason}` }),
          artifactFolders: () => artifactFolders(workDir),
          readArtifact: (file) => readArtifact(workDir, file),
        };
      };
      const hooks = fault.arm?.(tools);
      if (hooks) this.armed.set(fault.name, hooks);
    }
  }

  get hooks(): readonly FaultHooks[] {
    return [...this.armed.values()];
  }

  /** Stage up to which the good commit has to be promoted before the bad one comes. */
  get promotedFirst(): string | undefined {
    return this.faults.find((fault) => fault.promotedFirst !== undefined)?.promotedFirst;
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
    return describe(clone);
  }

  /** @param stoppedBy the action that stopped the run, if one did */
  async outcomes(stoppedBy: ActionId | undefined): Promise<readonly FaultOutcome[]> {
    const by = stoppedBy === undefined ? null : `${stoppedBy.stage}/${stoppedBy.action}`;
    return Promise.all(
      this.faults.map(async (fault): Promise<FaultOutcome> => {
        const injected = this.injected.has(fault.name);
        const stopped = injected && by === fault.gate;
        const wrong = stopped ? await this.armed.get(fault.name)?.verify?.() : undefined;
        if (wrong !== undefined) this.emit({ type: 'warning', code: 'TAP4502', message: `${fault.name}: ${wrong}` });
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

  private tell(fault: Fault, where: string): void {
    if (this.injected.has(fault.name)) return;
    this.injected.add(fault.name);
    this.emit({ type: 'fault-injected', fault: fault.name, where });
  }
}
