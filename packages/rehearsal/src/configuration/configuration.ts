import { z } from 'zod';
import type { Quotas } from '../cloud/base/quotas';
import { exitCodes, RunError } from '../command/run-error';
import type { Gates } from '../executors/codebuild/gates';
import type { FaultsAt } from '../faults/places';
import type { Probe, SwitchOff } from '../probe/switch-off';
import type { Update } from '../update/update-witness';
import { describeProblems } from './problems';
import {
  allowedHosts,
  awaited,
  called,
  distinct,
  only,
  passedOnNames,
  path,
  program,
  text,
  texts,
  variable,
  variables,
} from './shapes';

/** Seconds of the longest build: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
const longestBuildSeconds = 36 * 3_600;

/** A program that the pipeline's jobs take from this machine. */
export interface Tool {
  /** Its name on the PATH. */
  readonly program: string;
  /**
   * File of the repository, in JSON, whose `version` is the release that jobs take on AWS. A job that hands on the program in
   * another version differs from AWS, and the report says so.
   *
   * @default - its version is not looked at
   */
  readonly pinnedIn?: string;
}

/** How load tests are made to fit on one machine. */
export interface Load {
  /** Folder of the repository with the load profiles, a file of JSON for each; `--profile` takes their names. */
  readonly profilesFolder: string;
  /** Environment variable by which a load test's job is told of another profile. */
  readonly profileVariable: string;
  /**
   * Seconds that a load lasts at most, told to load tests by the loopback interface: a load runs in real time, and the minutes
   * that AWS's periods need would be spent in each environment. A profile asked for by name runs at its own length. At most 36 hours.
   *
   * @default - as long as its profile says
   */
  readonly seconds?: number;
}

/** How the commit is synthesized, before its own pipeline does so. */
export interface Synth {
  /** Environment variables for it, beside those of `variables`; none that leads to AWS, and none that the rehearsal sets. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Environment variable by which it is told the digest of the image that `dockerfile` makes. @default - no image is made */
  readonly imageVariable?: string;
  /** What a line of its output matches from which on an invalid configuration is explained. @default - none does */
  readonly invalidConfiguration?: RegExp;
}

/** What jobs are told here and not on AWS. */
export interface Jobs {
  /**
   * Names of environment variables that jobs get from the person, as in `variables`. Each is told and is a difference; their values are
   * masked in what jobs print. @default - none
   */
  readonly variables?: readonly string[];
}

/** What the containers of services are told here and not on AWS. */
export interface Services {
  /** Environment variables of containers in an environment with a database, whose server here speaks no TLS. @default - none */
  readonly withDatabase?: Readonly<Record<string, string>>;
}

/** What programs reach beside this machine and the registries of packages. */
export interface NetworkRules {
  /**
   * Hosts such as `github.com`, `registry.example:8443` or `*.example.com`; without a port those of HTTP and HTTPS are meant. It counts
   * once the commit's packages are installed; `--allow` counts before. A host of AWS is refused. @default - none
   */
  readonly allowed?: readonly string[];
}

/** What a repository tells the rehearsal of itself. Whatever it leaves out is found in the cloud assembly, or not needed. */
export interface RehearsalConfiguration {
  /** Name of the stack that a person deploys once. @default - the one that has a pipeline in it */
  readonly pipelineStack?: string;
  /**
   * Names of environment variables that synth gets from the person; a `*` at the end stands for any rest. Those that are set are told.
   * `AWS_*` is refused, and what would take any of it. @default - none
   */
  readonly variables?: readonly string[];
  /** @default - without variables; every failure is the commit's */
  readonly synth?: Synth;
  /** @default - nothing */
  readonly jobs?: Jobs;
  /** @default - nothing */
  readonly services?: Services;
  /** @default - none */
  readonly tools?: readonly Tool[];
  /** Dockerfile whose base image is tried with this machine's container engines. @default - `Dockerfile`, or that of the first image asset */
  readonly dockerfile?: string;
  /** @default - registries of packages alone are reached */
  readonly network?: NetworkRules;
  /** @default - those that every account begins with */
  readonly quotas?: Quotas;
  /** @default - a job has passed if it ended with 0 */
  readonly gates?: Gates;
  /** @default - loads last as long as they say, and `--profile` is refused */
  readonly load?: Load;
  /** What can go wrong on purpose, where it meets a pipeline; the order is that of the pipeline. @default - nothing */
  readonly faults?: FaultsAt;
  /** What is switched off, one thing at a time, to see that the report changes. @default - nothing can be probed */
  readonly probe?: Probe;
  /** Who looks whether an update of an environment loses anything. @default - nobody is served during an update */
  readonly update?: Update;
}

type WithoutDefault = 'pipelineStack' | 'gates' | 'load' | 'probe' | 'update';

/** A configuration with nothing left out but what has no default. */
export type Configuration = Readonly<
  Pick<RehearsalConfiguration, WithoutDefault> & Required<Omit<RehearsalConfiguration, WithoutDefault>>
>;

const switchOffShape = z.looseObject(
  {
    name: text,
    resource: called<SwitchOff['resource']>('an environment to the resource whose class is looked at'),
    breaks: texts,
    off: awaited<SwitchOff['off']>('switches it off'),
  },
  'must have a name, a resource, a list of what it breaks, and off()',
);

/** An object of any class that has what a switch-off needs. */
const switchOff = z.custom<SwitchOff>().superRefine((value, context) => {
  const { error } = switchOffShape.safeParse(value, { reportInput: true });
  for (const { path: place, message, input } of error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: [...place], message, input, continue: false });
  }
});
const schema = only({
  pipelineStack: text.optional(),
  variables: passedOnNames.default([]),
  synth: only({
    variables: variables.optional(),
    imageVariable: variable.optional(),
    invalidConfiguration: z.instanceof(RegExp).optional(),
  })
    .readonly()
    .default({}),
  jobs: only({ variables: passedOnNames.optional() }).readonly().default({}),
  services: only({ withDatabase: variables.optional() }).readonly().default({}),
  tools: distinct(only({ program, pinnedIn: path.optional() }).readonly(), (tool) => tool.program)
    .readonly()
    .default([]),
  dockerfile: path.default('Dockerfile'),
  network: only({ allowed: allowedHosts.optional() }).readonly().default({}),
  quotas: only({
    rulesPerSecurityGroup: z.number().int().min(1, 'must be 1 or more').optional(),
  })
    .readonly()
    .default({}),
  gates: only({
    identify: called<Gates['identify']>("a job's variables to what it judges"),
    evidenceFolder: path,
    reports: distinct(path, (pattern) => pattern)
      .readonly()
      .optional(),
    read: called<Gates['read']>('a file of evidence to what it says'),
    loadLength: called<NonNullable<Gates['loadLength']>>('evidence to the length of a load').optional(),
    excusedAlarms: text.optional(),
  })
    .readonly()
    .optional(),
  load: only({
    profilesFolder: path,
    profileVariable: variable,
    seconds: z
      .number()
      .refine((value) => value > 0 && value <= longestBuildSeconds, {
        error: `must be more than 0, and at most ${longestBuildSeconds}: no build lasts longer`,
      })
      .optional(),
  })
    .readonly()
    .optional(),
  faults: called<FaultsAt>('places of a pipeline to faults').default(() => () => []),
  probe: only({
    visitor: awaited<Probe['visitor']>('an environment to who visits it'),
    switchOffs: distinct(switchOff, ({ name }) => name)
      .min(1, 'must have one switch-off at least')
      .readonly(),
  })
    .readonly()
    .optional(),
  update: only({ witness: awaited<Update['witness']>('an environment to a customer of it') })
    .readonly()
    .optional(),
}).readonly();

/**
 * Checks a configuration, and fills in what it leaves out.
 *
 * @param where the file it comes from, for the message
 * @throws RunError TAP4066, with every place that is wrong
 */
export function configure(where: string, given: unknown): Configuration {
  const read = schema.safeParse(given, { reportInput: true });
  if (read.success) return read.data;
  const problems = describeProblems(read.error).map((problem) => `  ${problem}.`);
  throw new RunError(
    'TAP4066',
    exitCodes.wrongUse,
    `${where} says what is not allowed. Correct it there; the file of the rehearsed commit counts.\n${problems.join('\n')}`,
  );
}
