import { isAbsolute } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import type { Gates } from '../executors/codebuild/gates';
import type { FaultsAt } from '../faults/places';
import { parseAllowedHost } from '../network/allowed-host';
import type { Probe, SwitchOff } from '../probe/switch-off';

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
   * that AWS's periods need would be spent in each environment. A profile asked for by name runs at its own length.
   *
   * @default - as long as its profile says
   */
  readonly seconds?: number;
}

/** How the commit is synthesized, before its own pipeline does so. */
export interface Synth {
  /** Environment variables for it, beside those of `variables`. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** What a line of its output matches from which on an invalid configuration is explained. @default - none does */
  readonly invalidConfiguration?: RegExp;
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
  /** Names of environment variables that synth gets from the person; a `*` at the end stands for any rest. @default - none */
  readonly variables?: readonly string[];
  /** @default - without variables; every failure is the commit's */
  readonly synth?: Synth;
  /** @default - nothing */
  readonly services?: Services;
  /** @default - none */
  readonly tools?: readonly Tool[];
  /** Dockerfile whose base image is tried with this machine's container engines. @default - `Dockerfile`, or that of the first image asset */
  readonly dockerfile?: string;
  /** @default - registries of packages alone are reached */
  readonly network?: NetworkRules;
  /** @default - a job has passed if it ended with 0 */
  readonly gates?: Gates;
  /** @default - loads last as long as they say, and `--profile` is refused */
  readonly load?: Load;
  /** What can go wrong on purpose, where it meets a pipeline; the order is that of the pipeline. @default - nothing */
  readonly faults?: FaultsAt;
  /** What is switched off, one thing at a time, to see that the report changes. @default - nothing can be probed */
  readonly probe?: Probe;
}

/** A configuration with nothing left out but what has no default. */
export type Configuration = Readonly<
  Pick<RehearsalConfiguration, 'pipelineStack' | 'gates' | 'load' | 'probe'> &
    Required<Omit<RehearsalConfiguration, 'pipelineStack' | 'gates' | 'load' | 'probe'>>
>;

const called = <F>(what: string) => z.custom<F>((value) => typeof value === 'function', `must be a function: ${what}`);
const text = z.string().min(1);
const path = text.refine((value) => !isAbsolute(value) && !value.split('/').includes('..'), {
  error: 'must be a path below the repository, without ".."',
});
const variables = z.record(text.regex(/^[A-Za-z_]\w*$/), z.string()).readonly();

const allowedHost = text.superRefine((value, context) => {
  const read = parseAllowedHost(value);
  if (typeof read === 'string') context.addIssue(read);
});

const isSwitchOff = (value: unknown) =>
  z.looseObject({ name: text, resource: z.function(), breaks: z.array(text), off: z.function() }).safeParse(value)
    .success;

const schema = z
  .strictObject({
    pipelineStack: text.optional(),
    variables: z
      .array(
        text.regex(/^[A-Za-z_]\w*\*?$/, 'must be the name of an environment variable, with a "*" at its end at most'),
      )
      .readonly()
      .default([]),
    synth: z
      .strictObject({ variables: variables.optional(), invalidConfiguration: z.instanceof(RegExp).optional() })
      .readonly()
      .default({}),
    services: z.strictObject({ withDatabase: variables.optional() }).readonly().default({}),
    tools: z
      .array(z.strictObject({ program: text.regex(/^[\w.-]+$/), pinnedIn: path.optional() }).readonly())
      .readonly()
      .default([]),
    dockerfile: path.default('Dockerfile'),
    network: z
      .strictObject({ allowed: z.array(allowedHost).readonly().optional() })
      .readonly()
      .default({}),
    gates: z
      .strictObject({
        identify: called<Gates['identify']>("a job's variables to what it judges"),
        evidenceFolder: path,
        reports: z.array(path).readonly().optional(),
        read: called<Gates['read']>('a file of evidence to what it says'),
        loadLength: called<NonNullable<Gates['loadLength']>>('evidence to the length of a load').optional(),
        excusedAlarms: text.optional(),
      })
      .readonly()
      .optional(),
    load: z
      .strictObject({ profilesFolder: path, profileVariable: text, seconds: z.number().positive().optional() })
      .readonly()
      .optional(),
    faults: called<FaultsAt>('places of a pipeline to faults').default(() => () => []),
    probe: z
      .strictObject({
        imageVariable: text.optional(),
        visitor: called<Probe['visitor']>('an environment to who visits it'),
        switchOffs: z
          .array(z.custom<SwitchOff>(isSwitchOff, 'must have a name, a resource and off()'))
          .min(1)
          .readonly(),
      })
      .readonly()
      .optional(),
  })
  .readonly();

/**
 * Checks a configuration, and fills in what it leaves out.
 *
 * @param where the file it comes from, for the message
 * @throws CodedError TAP4066, with every place that is wrong
 */
export function configure(where: string, given: unknown): Configuration {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  throw new CodedError(
    'TAP4066',
    `${where}: what the repository tells the rehearsal is wrong:\n${z.prettifyError(read.error)}`,
  );
}
