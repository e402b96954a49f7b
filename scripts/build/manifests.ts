import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import {
  alarmGateMetadata,
  type DeclaredAlarm,
  type EnvironmentManifest,
  gatesDescription,
  gatesMetadata,
} from '../../contracts/manifest';
import type { AssemblyStack, TemplateResource } from './assembly';

/** Key of the metadata that alarms carry for their gates. */
const gate = 'tap:gate';

/** The description of the gates in one template of each environment: JSON, as text. */
const describedGates = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: `"${text}" is no JSON` });
      return z.NEVER;
    }
  })
  .pipe(gatesDescription);

const alarmProperties = z.looseObject({
  AlarmName: z.string(),
  EvaluationPeriods: z.number().int().positive(),
  DatapointsToAlarm: z.number().int().positive().optional(),
  /** Seconds; absent where the alarm's metric is an expression. */
  Period: z.number().positive().optional(),
  Metrics: z
    .array(
      z.looseObject({
        Period: z.number().positive().optional(),
        MetricStat: z.looseObject({ Period: z.number().positive() }).optional(),
      }),
    )
    .optional(),
});

/**
 * What the gates of each environment need to know, read from the synthesized templates: the programs judge what was
 * synthesized, not what was meant.
 *
 * @throws CodedError TAP2012 if an environment does not say how its gates judge, or an alarm's metadata is not valid,
 * TAP2015 if it has a composite alarm, which no gate could see
 */
export function manifestsOf(stacks: readonly AssemblyStack[]): readonly EnvironmentManifest[] {
  const stages = [...new Set(stacks.flatMap(({ stage }) => stage ?? []))];
  return stages.map((stage) => {
    const own = stacks.filter((stack) => stack.stage === stage);
    const [description] = own.flatMap(({ template }) => template.Metadata?.[gatesMetadata] ?? []);
    return {
      environment: stage,
      ...parse(describedGates, description, `${stage}: template metadata "${gatesMetadata}"`),
      image: imageOf(own),
      alarms: own.flatMap(({ template, region }) =>
        Object.entries(template.Resources).flatMap(
          ([id, resource]) => declaredAlarm(stage, region, id, resource) ?? [],
        ),
      ),
    };
  });
}

/** The digest is the same in every task definition: the build makes one image. */
function imageOf(stacks: readonly AssemblyStack[]): string | undefined {
  const tasks = stacks.flatMap(({ template }) =>
    Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition'),
  );
  return /sha256:[0-9a-f]{64}/.exec(JSON.stringify(tasks))?.[0];
}

function declaredAlarm(
  stage: string,
  region: string,
  id: string,
  { Type, Properties, Metadata }: TemplateResource,
): DeclaredAlarm | undefined {
  if (Type === 'AWS::CloudWatch::CompositeAlarm') {
    throw new CodedError(
      'TAP2015',
      `${stage}: ${id} is a composite alarm: CloudWatch shows those only to a role that may read everything, which the gate's may not; use GatedAlarm with metric math, or gate the alarms it is made of and leave it out`,
    );
  }
  if (Type !== 'AWS::CloudWatch::Alarm' || Metadata?.[gate] === undefined) return undefined;
  const where = `${stage}: alarm ${id}: metadata "${gate}"`;
  const metadata = parse(alarmGateMetadata, Metadata[gate], where);
  if (metadata.reason === undefined && (metadata.part !== 'always' || metadata.feed === 'none')) {
    const { part, feed } = metadata;
    throw new CodedError('TAP2012', `${where}: part "${part}" with feed "${feed}" needs a reason, which has none`);
  }
  const alarm = parse(alarmProperties, Properties, `${stage}: alarm ${id}`);
  const periods = [
    alarm.Period,
    ...(alarm.Metrics ?? []).flatMap(({ Period, MetricStat }) => [Period, MetricStat?.Period]),
  ];
  const periodSeconds = Math.max(0, ...periods.flatMap((seconds) => seconds ?? []));
  if (periodSeconds === 0) throw new CodedError('TAP2012', `${stage}: alarm ${id}: has no period`);
  return {
    ...metadata,
    name: alarm.AlarmName,
    region,
    periodSeconds,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
    windowSeconds: periodSeconds * alarm.EvaluationPeriods,
  };
}

function parse<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'value'}: ${message}`);
    throw new CodedError('TAP2012', `${where}: ${problems.join('; ')}`);
  }
  return result.data;
}
