import type { ResourceClass, ResourceItem } from '../cloud/base/contracts';
import type { PacedAlarm, PlannedStage, RehearsalEvent } from '../events/events';
import type { GateEvidence } from '../events/gate-evidence';
import type { Report, ReportedApproval, ReportedFault, UnjudgedAlarm } from './schema';
import { reportVersion } from './schema';
import { StageLog } from './stage-log';
import { throughOf } from './through';

/** What the events do not tell; all of it may be empty if the run ended before it was known. */
export interface ReportFacts {
  readonly resources?: readonly ResourceItem[];
  readonly alarmsNotJudged?: readonly UnjudgedAlarm[];
  readonly faults?: readonly ReportedFault[];
  /** @default 1 */
  readonly clockFactor?: number;
}

/**
 * Gathers the events of one rehearsal into its report.
 *
 * `finish` may be called at any moment, also in a signal's handler: what has not ended by then is `not run`, and without a
 * `run-ended` event the verdict is `interrupted`.
 */
export class ReportBuilder {
  private readonly startedAt: number;
  private readonly log: StageLog;
  private readonly gates = new Map<string, GateEvidence>();
  private readonly approvals = new Map<string, ReportedApproval>();
  /** By environment. */
  private readonly paced = new Map<string, readonly PacedAlarm[]>();
  private readonly told: Report['told'] = [];
  /** By who asked, and for what. */
  private readonly refused = new Map<string, Report['refused'][number]>();
  private readonly warnings: Report['warnings'] = [];
  private run = { commit: '', subject: '', workingTree: false };
  private granted: Report['granted'] = { hosts: [], synthVariables: [], jobVariables: [] };
  private update: Report['update'];
  private restarts = 0;
  private end: Extract<RehearsalEvent, { type: 'run-ended' }> | undefined;

  /** @param now the time in milliseconds since the epoch. @default Date.now */
  constructor(private readonly now: () => number = Date.now) {
    this.startedAt = now();
    this.log = new StageLog(now);
  }

  /** Takes one event; events that the report has no place for are ignored. */
  add(event: RehearsalEvent): void {
    switch (event.type) {
      case 'run-started':
        this.run = { commit: event.commit, subject: event.subject, workingTree: event.workingTree };
        return;
      case 'granted': {
        const { hosts, synthVariables, jobVariables } = event;
        this.granted = {
          hosts: [...hosts],
          synthVariables: [...synthVariables],
          jobVariables: [...jobVariables],
        };
        return;
      }
      case 'pipeline-deployed':
        this.plan(event.stages);
        return;
      case 'pipeline-restarted':
        this.restarts = event.restarts;
        this.plan(event.stages);
        return;
      case 'stage-started':
      case 'stage-ended':
      case 'action-started':
      case 'action-ended':
        this.log.add(event);
        return;
      case 'approval-asked':
        this.approvals.set(`${event.stage}/${event.action}`, {
          stage: event.stage,
          action: event.action,
          text: event.text,
          answer: 'unanswered',
          by: '',
        });
        return;
      case 'approval-answered': {
        const key = `${event.stage}/${event.action}`;
        const text = this.approvals.get(key)?.text ?? '';
        this.approvals.set(key, { stage: event.stage, action: event.action, text, answer: event.answer, by: event.by });
        return;
      }
      case 'gate-judged':
        this.gates.set(`${event.evidence.environment}/${event.evidence.gate}`, event.evidence);
        return;
      case 'alarms-at-aws-pace':
        this.paced.set(event.environment, event.alarms);
        return;
      case 'updated':
        this.update = updateOf(event);
        return;
      case 'told': {
        const { topic, to, subject, text } = event;
        this.told.push({ topic, to: [...to], subject, text });
        return;
      }
      case 'request-refused': {
        const { by, host, port, times } = event;
        this.refused.set(`${by} ${host} ${port}`, { by, host, port, times });
        return;
      }
      case 'warning':
        this.warnings.push({ code: event.code, message: event.message });
        return;
      case 'run-ended':
        this.end = event;
        return;
      default:
        return;
    }
  }

  /** The report of everything added so far. */
  finish(facts: ReportFacts = {}): Report {
    const stages = this.log.stages();
    const items = [...(facts.resources ?? [])];
    const verdict = this.end?.verdict ?? 'interrupted';
    return {
      version: reportVersion,
      verdict,
      through: throughOf({ verdict, stages }),
      reason: this.end?.reason ?? 'The rehearsal ended before it reached a verdict.',
      standIns: stages.flatMap((stage) => stage.actions).filter((action) => action.verdict === 'stood in').length,
      ...this.run,
      restarts: this.restarts,
      startedAt: new Date(this.startedAt).toISOString(),
      seconds: this.end?.seconds ?? (this.now() - this.startedAt) / 1000,
      clock: { factor: facts.clockFactor ?? 1 },
      stages,
      gates: [...this.gates.values()],
      approvals: [...this.approvals.values()],
      told: [...this.told],
      alarms: {
        notJudged: [...(facts.alarmsNotJudged ?? [])],
        atAwsPace: [...this.paced].flatMap(([environment, alarms]) =>
          alarms.map((alarm) => ({ environment, ...alarm })),
        ),
      },
      update: this.update,
      granted: this.granted,
      refused: [...this.refused.values()],
      faults: [...(facts.faults ?? [])],
      warnings: [...this.warnings],
      resources: { counts: countByClass(items), items },
    };
  }

  /** A new execution starts from its first stage: what an earlier one did no longer counts. */
  private plan(stages: readonly PlannedStage[]): void {
    this.log.plan(stages);
    this.gates.clear();
    this.approvals.clear();
    this.paced.clear();
  }
}

function updateOf({ from, environments }: Extract<RehearsalEvent, { type: 'updated' }>): Report['update'] {
  const sum = (figure: 'rowsBefore' | 'rowsAfter' | 'requests' | 'requestsLost') =>
    environments.reduce((total, environment) => total + environment[figure], 0);
  return {
    from,
    rowsBefore: sum('rowsBefore'),
    rowsAfter: sum('rowsAfter'),
    requests: sum('requests'),
    requestsLost: sum('requestsLost'),
    environments: environments.map((one) => ({ ...one, problems: [...one.problems] })),
  };
}

function countByClass(items: readonly { readonly class: ResourceClass }[]): Report['resources']['counts'] {
  const counts = { exercised: 0, created: 0, accepted: 0, stoodIn: 0 };
  for (const item of items) counts[item.class] += 1;
  return counts;
}
