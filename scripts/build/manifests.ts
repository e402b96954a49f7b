import { CodedError } from '@delivery/coded-error';
import { z } from 'zod';
import { alarmProperties, alarmSettings } from '../../contracts/alarm-settings';
import { leastBakeSeconds, leastBakeText } from '../../contracts/alarm-timing';
import {
  alarmGateMetadata,
  type DeclaredAlarm,
  gatesDescription,
  gatesMetadata,
  type SynthesizedManifest,
} from '../../contracts/manifest';
import type { AssemblyStack, TemplateResource } from './assembly';
import { deployedText } from './deployed-text';

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

const namedAlarm = alarmProperties.extend({ AlarmName: z.string().regex(/^[^{]*$/, 'must be known at synth') });

/**
 * What the gates of each environment need to know, read from the synthesized templates: the programs judge what was
 * synthesized, not what was meant.
 *
 * @throws CodedError TAP2012 if an environment does not say how its gates judge, or an alarm does not say what its part is,
 * TAP2015 if it has a composite alarm, which no gate could see, TAP2018 if a bake is over before an alarm can be judged
 */
export function manifestsOf(stacks: readonly AssemblyStack[]): readonly SynthesizedManifest[] {
  const stages = [...new Set(stacks.flatMap(({ stage }) => stage ?? []))];
  return stages.map((stage) => {
    const own = stacks.filter((stack) => stack.stage === stage);
    const [metadata] = own.flatMap(({ template }) => template.Metadata?.[gatesMetadata] ?? []);
    const description = parse(describedGates, metadata, `${stage}: template metadata "${gatesMetadata}"`);
    const alarms = own.flatMap((stack) =>
      Object.entries(stack.template.Resources).flatMap(
        ([id, resource]) => declaredAlarm(stage, stack, own, id, resource) ?? [],
      ),
    );
    for (const { name } of alarms) {
      if (name.startsWith(description.alarmPrefix)) continue;
      const wanted = `it must begin with "${description.alarmPrefix}", or the gate would not find it; use alarmName of lib/config`;
      throw new CodedError('TAP2012', `${stage}: alarm "${name}": ${wanted}`);
    }
    requireBake(stage, description.bakeSeconds, alarms);
    return { environment: stage, ...description, image: imageOf(own), alarms };
  });
}

/** The digest is the same in every task definition: the build makes one image. */
function imageOf(stacks: readonly AssemblyStack[]): string | undefined {
  const tasks = stacks.flatMap(({ template }) =>
    Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition'),
  );
  return /sha256:[0-9a-f]{64}/.exec(JSON.stringify(tasks))?.[0];
}

/** That every alarm that must have data can be judged by data of after the load alone. */
function requireBake(stage: string, bakeSeconds: number, alarms: readonly DeclaredAlarm[]): void {
  for (const { name, part, feed, windowSeconds } of alarms) {
    if (part === 'never' || feed === 'none' || leastBakeSeconds(windowSeconds) <= bakeSeconds) continue;
    const bake = `the bake of ${bakeSeconds} s is over before the alarm ${name} can be judged`;
    const advice = 'lengthen gates.bakeMinutes of the environment, or shorten the alarm';
    throw new CodedError('TAP2018', `${stage}: ${bake}: ${leastBakeText(windowSeconds)}; ${advice}`);
  }
}

function declaredAlarm(
  stage: string,
  stack: AssemblyStack,
  stacks: readonly AssemblyStack[],
  id: string,
  { Type, Properties, Metadata }: TemplateResource,
): DeclaredAlarm | undefined {
  if (Type === 'AWS::CloudWatch::CompositeAlarm') {
    throw new CodedError(
      'TAP2015',
      `${stage}: ${id} is a composite alarm: CloudWatch shows those only to a role that may read everything, which the gate's may not; use GatedAlarm with metric math, or gate the alarms it is made of and leave it out`,
    );
  }
  if (Type !== 'AWS::CloudWatch::Alarm') return undefined;
  const where = `${stage}: alarm ${id}: metadata "${gate}"`;
  if (Metadata?.[gate] === undefined) {
    throw new CodedError('TAP2012', `${where}: is missing, so no gate would know the alarm; make it with GatedAlarm`);
  }
  const metadata = parse(alarmGateMetadata, Metadata[gate], where);
  if (metadata.reason === undefined && (metadata.part !== 'always' || metadata.feed === 'none')) {
    const { part, feed } = metadata;
    throw new CodedError('TAP2012', `${where}: part "${part}" with feed "${feed}" needs a reason, which has none`);
  }
  const alarm = parse(namedAlarm, deployedText(Properties, stack, stacks), `${stage}: alarm ${id}`);
  const periods = [
    alarm.Period,
    ...(alarm.Metrics ?? []).flatMap(({ Period, MetricStat }) => [Period, MetricStat?.Period]),
  ];
  const periodSeconds = Math.max(0, ...periods.flatMap((seconds) => seconds ?? []));
  if (periodSeconds === 0) throw new CodedError('TAP2012', `${stage}: alarm ${id}: has no period`);
  const watched = [alarm.MetricName, ...(alarm.Metrics ?? []).map(({ MetricStat }) => MetricStat?.Metric.MetricName)];
  const strange = Object.keys(metadata.fedBy ?? {}).filter((metric) => !watched.includes(metric));
  if (strange.length > 0) {
    throw new CodedError(
      'TAP2012',
      `${where}: fedBy: the alarm looks at no ${strange.join(', ')}; name metrics of its own`,
    );
  }
  return {
    ...metadata,
    name: alarm.AlarmName,
    region: stack.region,
    periodSeconds,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
    windowSeconds: periodSeconds * alarm.EvaluationPeriods,
    settings: alarmSettings(alarm),
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
