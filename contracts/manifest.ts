import { z } from 'zod';
import { gateLoad } from './gate-load';
import { journeySteps } from './journey-steps';
import { sparseMetrics } from './sparse-metrics';

/**
 * What the gates of one environment need to know, read from the synthesized templates by the build and bundled beside
 * the programs as `environments/<environment>.json`. The programs know nothing of `lib/`.
 */

/** How an alarm counts at the gate. */
const alarmPart = z.enum(['always', 'after the load', 'never']);

/**
 * Where an alarm's metrics must have had a data point for its silence to be good: in the load's own window, anywhere in the
 * watch, or nowhere, because nothing of what the gates do needs to bring one about.
 */
const alarmFeed = z.enum(['load', 'watch', 'none']);

/** The `tap:gate` metadata of a synthesized `AWS::CloudWatch::Alarm`. */
export const alarmGateMetadata = z.strictObject({
  part: alarmPart,
  feed: alarmFeed,
  /** Why an alarm is judged only after the load, or never, or is asked for no data. Required in these cases. */
  reason: z.string().min(1).optional(),
  /**
   * For each of its metrics that AWS publishes only when it isn't zero: the metric of the same resource that proves the feed,
   * for example `{ HTTPCode_Target_5XX_Count: 'RequestCount' }`. Every other one must have data itself.
   */
  fedBy: z.partialRecord(z.enum(sparseMetrics), z.string()).optional(),
});

export const declaredAlarm = alarmGateMetadata.extend({
  /** The alarm's physical name, known at synth. */
  name: z.string().min(1),
  region: z.string().min(1),
  /** Seconds of one period. */
  periodSeconds: z.number().positive(),
  /** How many of its data points must breach. */
  datapointsToAlarm: z.number().int().positive(),
  /** Seconds of one period times the number of evaluation periods. */
  windowSeconds: z.number().positive(),
  /**
   * What decides when it fires and whom it tells, as `alarmSettings` words it; with placeholders, `{{Dev-Data.Cluster}}`, for
   * what the deployment decides.
   */
  settings: z.record(z.string(), z.string()),
});

/** Key of the metadata that says how an environment's gates judge, in the template of one of its stacks. */
export const gatesMetadata = 'tap:gates';

/** That metadata, as JSON: what the gates need to know of an environment beyond its alarms. */
export const gatesDescription = z.strictObject({
  region: z.string().min(1),
  production: z.boolean(),
  /** Whether the smoke test orders marked products: everywhere, and once through each door in production unless configured off. */
  orders: z.boolean(),
  /**
   * What the tasks tell in `x-revision`: the first 12 hexadecimal digits of their image's digest. Absent where no image was
   * built, or the configuration says that the service has no such header.
   */
  revision: z
    .string()
    .regex(/^[0-9a-f]{12}$/)
    .optional(),
  load: gateLoad,
  /** Whether the API has a cache, which may answer in a task's place. */
  apiCache: z.boolean(),
  /** Whether the services log each request with the mark of the load that it belongs to, or the configuration says that they don't. */
  loadRunLog: z.boolean(),
  /** Beginning of the physical names of all alarms of the environment, and of no other's. */
  alarmPrefix: z.string().min(1),
  /** Seconds to wait after the load before the alarms are judged for the last time. */
  bakeSeconds: z.number().positive(),
  /** Whether a person opens the way into it. */
  approval: z.boolean(),
  /** Names of the environments that a commit has passed before it enters this one. */
  after: z.array(z.string()),
  /** Findings of the image's scan that the configuration accepts, and the last day of each: the same in all environments. */
  acceptedFindings: z.record(z.string(), z.iso.date()),
  /** The environment's settings that variables override, by variable. */
  overrides: z.record(z.string(), z.string()),
});

/** As the templates have it. */
export const synthesizedManifest = gatesDescription.extend({
  environment: z.string().min(1),
  /** Digest of the image that the environment's tasks run. */
  image: z.string().optional(),
  /** SHA-256 of each file of the storefront, by its address. Absent where nobody bundled one. */
  site: z.record(z.string().startsWith('/'), z.string().regex(/^[0-9a-f]{64}$/)).optional(),
  alarms: z.array(declaredAlarm),
});

export const environmentManifest = synthesizedManifest.extend({
  /** With the steps of its journey, as they are committed: a journey that lost one must not pass for want of it. */
  load: gateLoad.extend({ steps: journeySteps }),
});

export type AlarmGateMetadata = z.infer<typeof alarmGateMetadata>;
export type DeclaredAlarm = z.infer<typeof declaredAlarm>;
export type GatesDescription = z.infer<typeof gatesDescription>;
export type SynthesizedManifest = z.infer<typeof synthesizedManifest>;
export type EnvironmentManifest = z.infer<typeof environmentManifest>;
