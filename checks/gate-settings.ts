import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import { type ApprovalRoom, leastRoom } from '../contracts/approval';
import type { Evidence } from '../contracts/evidence';
import { type GateName, gateNames } from '../contracts/gates';
import { type LoadWindow, parseWindow } from '../contracts/load-window';

const address = z.string().refine(isSafeAddress, 'an https address is needed (plain http to this machine only)');

const roleArn = z
  .string()
  .regex(/^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'not the ARN of a role (arn:aws:iam::<account>:role/<name>)');

/** What every gate is told by its CodeBuild project. */
const gateVariables = z.object({
  GATE: z.enum(gateNames),
  ENVIRONMENT: z.string().regex(/^[A-Z][A-Za-z0-9]*$/, 'not the name of an environment, for example Dev'),
  COMMIT: z.string().min(1),
  EXECUTION: z.string().min(1),
  SITE_URL: address,
  API_URL: address,
  API_KEY_ID: z.string().min(1),
  GATE_ROLE_ARN: roleArn,
  EVIDENCE_BUCKET: z.string().min(3),
  // CodeBuild's own: https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
  CODEBUILD_BUILD_ID: z.string().regex(/^[\w-]+:[\w-]+$/, 'not the id of a build, <project>:<id>'),
  CODEBUILD_BUILD_NUMBER: z.string().regex(/^[1-9]\d*$/, 'not the number of a build'),
  CODEBUILD_START_TIME: z.string().regex(/^\d{13}$/, 'not a time in milliseconds since 1970'),
});

/** Room in an approval. */
const characters = (least: number) =>
  z
    .string()
    .regex(/^\d{2,4}$/, 'not a number of characters')
    .transform(Number)
    .default(least);

/** The window of the load, which the load test exported, where the services' log is, and where the commit goes from here. */
const alarmVariables = z.object({
  LOAD_WINDOW: z.string().transform((text, context) => {
    const window = parseWindow(text);
    if (window) return window;
    context.addIssue({
      code: 'custom',
      message:
        'the start, the later end, the environment, the execution and the build of a load are needed, as the load test exports them',
    });
    return z.NEVER;
  }),
  LOG_GROUP: z.string().min(1),
  PROMOTED_INTO: z
    .string()
    .regex(/^([A-Z][A-Za-z0-9]*(,[A-Z][A-Za-z0-9]*)*)?$/, 'not the names of environments, for example Prod,ProdEu')
    .default(''),
  SUMMARY_ROOM: characters(leastRoom.summary),
  LOOSER_ROOM: characters(leastRoom.looser),
});

/** What may be chosen for a single run, in place of what the environment's manifest says. */
const loadChoiceVariables = z.object({ LOAD_PROFILE: z.string().optional() });

export interface GateSettings {
  readonly gate: GateName;
  /** Name of the environment, for example `Dev`. */
  readonly environment: string;
  readonly commit: string;
  readonly execution: string;
  /** Addresses without a slash at the end. */
  readonly siteUrl: string;
  readonly apiUrl: string;
  readonly apiKeyId: string;
  /** Role in the environment's account. */
  readonly gateRoleArn: string;
  readonly evidenceBucket: string;
  readonly build: Evidence['build'];
}

type Variables = Readonly<Record<string, string | undefined>>;

/** @throws CodedError TAP3001 naming every variable that is missing or wrong */
export function readGateSettings(variables: Variables): GateSettings {
  const read = parse(gateVariables, variables);
  return {
    gate: read.GATE,
    environment: read.ENVIRONMENT,
    commit: read.COMMIT,
    execution: read.EXECUTION,
    siteUrl: read.SITE_URL.replace(/\/+$/, ''),
    apiUrl: read.API_URL.replace(/\/+$/, ''),
    apiKeyId: read.API_KEY_ID,
    gateRoleArn: read.GATE_ROLE_ARN,
    evidenceBucket: read.EVIDENCE_BUCKET,
    build: {
      id: read.CODEBUILD_BUILD_ID,
      number: Number(read.CODEBUILD_BUILD_NUMBER),
      startedAt: new Date(Number(read.CODEBUILD_START_TIME)).toISOString(),
    },
  };
}

/** Where a commit goes from an environment. */
export interface Onward {
  /** The environments that it enters next. */
  readonly into: readonly string[];
  /** Characters of what is exported for the approval before them. */
  readonly room: ApprovalRoom;
}

/** What the alarm gate is told beyond what all are. */
export interface AlarmInputs {
  readonly load: LoadWindow;
  /** Name of the services' log group. */
  readonly logGroup: string;
  readonly onward: Onward;
}

/** @throws CodedError TAP3001 if there is no window, or it ends before it starts, or no log group, or the rest is no such thing */
export function readAlarmInputs(variables: Variables): AlarmInputs {
  const read = parse(alarmVariables, variables);
  return {
    load: read.LOAD_WINDOW,
    logGroup: read.LOG_GROUP,
    onward: {
      into: read.PROMOTED_INTO.split(',').filter(Boolean),
      room: { summary: read.SUMMARY_ROOM, looser: read.LOOSER_ROOM },
    },
  };
}

/** The profile chosen for this run alone, if any. @throws CodedError TAP3001 */
export function readLoadChoice(variables: Variables): { readonly profile?: string } {
  return { profile: parse(loadChoiceVariables, variables).LOAD_PROFILE || undefined };
}

/** True for an address that requests may go to. Over plain HTTP to another machine keys and orders would travel in the open. */
export function isSafeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** True for the names and addresses of this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function parse<Schema extends z.ZodType>(schema: Schema, variables: Variables): z.infer<Schema> {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name}: received ${variables[name] === undefined ? 'nothing' : JSON.stringify(variables[name])}; ${issue.message}`;
  });
  throw new CodedError('TAP3001', `environment variables of the gate: ${problems.join('. ')}`);
}
