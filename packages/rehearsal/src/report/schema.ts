import { z } from 'zod';
import { gateEvidence } from '../events/gate-evidence';

/**
 * `report.json`: what a rehearsal did and saw, for programs. `docs/report.schema.json` is made from this file.
 *
 * A reader takes the `version` it knows and ignores keys it does not know: keys may be added within a version.
 */
export const reportVersion = 2;

export const runVerdict = z.enum(['promoted', 'stopped', 'interrupted', 'broken']);
export const actionVerdict = z.enum(['pass', 'fail', 'stood in', 'not run']);
const resourceClass = z.enum(['exercised', 'created', 'accepted', 'stoodIn']);

/** One way in which what was run differs from what AWS would have run. */
export const difference = z.strictObject({ onAws: z.string(), here: z.string() });

const reportedAction = z.strictObject({
  name: z.string().min(1),
  /** Provider as CodePipeline names it, for example `CodeBuild`. */
  provider: z.string(),
  verdict: actionVerdict,
  /** Real seconds, 0 if it never started. */
  seconds: z.number().min(0),
  /** Why it failed, what stood in, or why it did not end. */
  reason: z.string().optional(),
  differences: z.array(difference),
});

const reportedStage = z.strictObject({
  name: z.string().min(1),
  /** `fail` before `not run` before `stood in` before `pass`: the worst of its actions. */
  verdict: actionVerdict,
  seconds: z.number().min(0),
  actions: z.array(reportedAction),
});

const reportedResource = z.strictObject({
  environment: z.string(),
  stack: z.string(),
  logicalId: z.string(),
  type: z.string(),
  class: resourceClass,
  /** What used it (exercised), what showed it (created), or what stood in. */
  by: z.string(),
});

export const reportedApproval = z.strictObject({
  stage: z.string(),
  action: z.string(),
  /** What the person was shown. */
  text: z.string(),
  /** `unanswered`: the rehearsal ended while the approval waited. */
  answer: z.enum(['approved', 'rejected', 'timed out', 'unanswered']),
  /** Who answered, for example `--yes`; empty if nobody did. */
  by: z.string(),
});

/** A message of the pipeline about a failed execution, which a topic has taken. */
const reportedTold = z.strictObject({
  /** Name of the topic. */
  topic: z.string(),
  /** Addresses of its subscribers; on AWS only those that confirmed are told. */
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
});

const reportedFault = z.strictObject({
  name: z.string().min(1),
  /** True if the fault was really applied. */
  injected: z.boolean(),
  /** The gate or action that must stop it, as `--list-faults` names it. */
  expectedGate: z.string(),
  /** The action that stopped the run, `Stage/Action`; null if nothing did. */
  stoppedBy: z.string().nullable(),
  /** True only if it was injected and the expected gate stopped it. */
  caught: z.boolean(),
});

const unjudgedAlarm = z.strictObject({ name: z.string().min(1), environment: z.string(), reason: z.string() });

/** What an alarm would have done on AWS, where periods and load are longer, by arithmetic over the samples of the load test. */
const pacedAlarm = z.strictObject({
  environment: z.string(),
  name: z.string().min(1),
  onAws: z.enum(['would fire', 'would not fire', 'not known']),
  /** What it did until the load test ended. */
  here: z.enum(['fired', 'did not fire']),
  /** The arithmetic, or why there is none. */
  reason: z.string(),
});

/** An address that a program asked for, and that the run's proxy lets nobody reach. */
const refusedRequest = z.strictObject({
  /** Who asked, for example `Build/Synth`. */
  by: z.string().min(1),
  host: z.string().min(1),
  port: z.int().min(1),
  times: z.int().min(1),
});

/** What the repository's configuration gave to what was executed. */
const reportedGrants = z.strictObject({
  /** Hosts that it could reach beside registries of packages and those of `--allow`. */
  hosts: z.array(z.string()),
  /** Names of the person's environment variables that synth got. */
  synthVariables: z.array(z.string()),
  /** Names of the person's environment variables that jobs got. */
  jobVariables: z.array(z.string()),
});

const updateFigures = {
  /** Rows of the databases before the update. */
  rowsBefore: z.int().min(0),
  /** How many of these were there after it, with the same values. */
  rowsAfter: z.int().min(0),
  /** Requests that were sent to public doors while stacks were deployed. */
  requests: z.int().min(0),
  /** How many of them were not answered as they should be. */
  requestsLost: z.int().min(0),
};

/** What the run did to environments in which another commit stood deployed. */
const reportedUpdate = z.strictObject({
  /** That commit. */
  from: z.string().min(1),
  ...updateFigures,
  /** Those whose update began. */
  environments: z.array(
    z.strictObject({
      environment: z.string().min(1),
      ...updateFigures,
      /** What was lost, a sentence each. */
      problems: z.array(z.string()),
    }),
  ),
});

const reportedWarning = z.strictObject({ code: z.string(), message: z.string() });

export const report = z.strictObject({
  version: z.literal(reportVersion),
  verdict: runVerdict,
  /** Of a promoted run that was told to go no further (`--until`): the last stage that was carried out. @default - the pipeline's last */
  through: z.string().min(1).optional(),
  /** Why the run ended as it did. Of a stopped run the first line names the action, further ones are its reasons. */
  reason: z.string(),
  /** How many actions stood in. */
  standIns: z.int().min(0),
  commit: z.string(),
  /** Subject line of the commit. */
  subject: z.string(),
  /** True if a snapshot of the working tree was rehearsed, not a commit. */
  workingTree: z.boolean(),
  /** How many times self-mutation restarted the execution. */
  restarts: z.int().min(0),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  seconds: z.number().min(0),
  /** How many times faster than on AWS alarm periods, bake times and time-outs ran. */
  clock: z.strictObject({ factor: z.number().min(1) }),
  stages: z.array(reportedStage),
  gates: z.array(gateEvidence),
  approvals: z.array(reportedApproval),
  /** Who was told what of executions that ended. */
  told: z.array(reportedTold),
  alarms: z.strictObject({
    /** Those that nothing on this machine can feed. */
    notJudged: z.array(unjudgedAlarm),
    /** Those that were fed, for each environment whose load test came so far. */
    atAwsPace: z.array(pacedAlarm),
  }),
  /** Of a run that began with another commit deployed (`--from`). @default - environments were made anew */
  update: reportedUpdate.optional(),
  granted: reportedGrants,
  /** What the run's proxy was asked for and refused. A program that asks no proxy is not seen. */
  refused: z.array(refusedRequest),
  faults: z.array(reportedFault),
  warnings: z.array(reportedWarning),
  resources: z.strictObject({
    counts: z.strictObject({
      exercised: z.int().min(0),
      created: z.int().min(0),
      accepted: z.int().min(0),
      stoodIn: z.int().min(0),
    }),
    items: z.array(reportedResource),
  }),
});

export type Report = z.infer<typeof report>;
export type ReportedStage = z.infer<typeof reportedStage>;
export type ReportedAction = z.infer<typeof reportedAction>;
export type ReportedApproval = z.infer<typeof reportedApproval>;
export type ReportedFault = z.infer<typeof reportedFault>;
export type ReportedPace = z.infer<typeof pacedAlarm>;
export type UnjudgedAlarm = z.infer<typeof unjudgedAlarm>;
