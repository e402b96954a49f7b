import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { leastRoom, longestFigures, longestText } from '../../contracts/approval';
import { gates } from '../../contracts/gates';
import { type EnvironmentData, type Wave, wavesOf } from '../../lib/config';
import { addPromotion, type Passed, roomBetween } from '../../lib/pipeline/promotion';
import { environmentAt, parsed } from '../config/edited';
import { shippedData } from '../fixtures/shipped';
import { cdkContext } from '../helpers/variants';

/** As long as the schema lets a name be. */
const long = (letter: string) => `L${letter.repeat(15)}`;
const longest = ['a', 'b', 'c'].map(long);

/** A wave of as many environments as it may hold, with an edit of each. */
function waveWith(edit: (environment: EnvironmentData) => void): Wave {
  const [wave] = wavesOf(
    parsed((data) => {
      const first = environmentAt(data, 0);
      edit(first);
      data.environments = longest.map((name, index) => ({
        ...first,
        name,
        wave: long('w'),
        network: { ...first.network, cidr: `10.${100 + index}.0.0/16` },
      }));
    }).environments,
  );
  if (!wave) throw new Error('no wave');
  return wave;
}

/** The text of the approval before the wave. */
function textAfter(from: readonly Passed[], edit: (environment: EnvironmentData) => void = () => {}): string {
  const wave = waveWith(edit);
  const stack = new Stack(new App({ context: cdkContext() }), 'Any');
  const synth = new ShellStep('Synth', {
    input: CodePipelineSource.s3(Bucket.fromBucketName(stack, 'Source', 'source'), 'source.zip'),
    commands: ['true'],
  });
  const pipeline = new CodePipeline(stack, 'Pipeline', { synth });
  addPromotion(pipeline, {
    into: wave,
    timeout: Duration.hours(1),
    topic: new Topic(stack, 'Topic'),
    commit: '#{Source@Source.CommitId}',
    evidenceBucketName: 'evidence',
    region: 'us-east-1',
    from,
  });
  pipeline.buildPipeline();
  const [definition] = Object.values(Template.fromStack(stack).findResources('AWS::CodePipeline::Pipeline'));
  const stages = definition?.Properties.Stages as readonly {
    readonly Name: string;
    readonly Actions: readonly { readonly Configuration: { readonly CustomData: string } }[];
  }[];
  const text = stages.find(({ Name }) => Name === `Promote${wave.name}`)?.Actions[0]?.Configuration.CustomData;
  if (text === undefined) throw new Error('no approval');
  return text;
}

test('a wave that no other comes before can be guarded as well', () => {
  const text = textAfter([]);
  expect(text).toContain(longest.join(', '));
  expect(text).toContain('No environment comes before');
});

test.each([
  ['named where it is configured off', true, false],
  ['not named where one is tried', true, true],
  ['not named outside production, where orders are always tried', false, false],
])('that no order is tried is %s', (_, production, orderInProduction) => {
  const text = textAfter([], (environment) => {
    if (production) Object.assign(environment, environmentAt(structuredClone(shippedData), 2));
    environment.gates = { ...environment.gates, smoke: { orderInProduction } };
  });
  const told = `No order is tried in ${longest.join(', ')}.`;
  expect(text.includes(told)).toBe(production && !orderInProduction);
});

/** An approval that says all it can: no order is tried in any environment of the wave. */
const withoutOrders = (environment: EnvironmentData) => {
  Object.assign(environment, environmentAt(structuredClone(shippedData), 2));
  environment.gates = { ...environment.gates, smoke: { orderInProduction: false } };
};

test('the figures of as many environments as a wave may hold, with the longest names, fit into the text', () => {
  const text = textAfter(
    longest.map((environment) => {
      const variable = (name: string) => `#{${long('w')}@${environment}@${gates.load.action}.${name}}`;
      return {
        environment,
        summary: `#{${long('w')}@${environment}@${gates.alarms.action}.SUMMARY}`,
        looser: `#{${long('w')}@${environment}@${gates.alarms.action}.LOOSER}`,
        figures: {
          window: variable('LOAD_WINDOW'),
          sent: variable('LOAD_SENT'),
          text: variable('LOAD_FIGURES'),
        },
      };
    }),
    withoutOrders,
  );
  for (const environment of longest) expect(text).toContain(`@${environment}@${gates.alarms.action}.SUMMARY}`);
  for (const environment of longest) expect(text).toContain(`@${environment}@${gates.load.action}.LOAD_FIGURES}`);
  expect(text).toContain('No order is tried');
  const wave = waveWith(withoutOrders);
  const room = roomBetween(wave, wave);
  expect(room.summary).toBeGreaterThanOrEqual(leastRoom.summary);
  expect(room.looser).toBeGreaterThanOrEqual(leastRoom.looser);
  const shown = text
    .replaceAll('#{Source@Source.CommitId}', 'c'.repeat(40))
    .replaceAll(/#\{[^}]*LOAD_FIGURES\}/g, 'x'.repeat(longestFigures))
    .replaceAll(/#\{[^}]*SUMMARY\}/g, 'x'.repeat(room.summary))
    .replaceAll(/#\{[^}]*LOOSER\}/g, 'x'.repeat(room.looser));
  expect(shown.length).toBeLessThanOrEqual(longestText);
});

test('from one environment into another there is room for many words, all of which fit', () => {
  const [from, into] = wavesOf(parsed(() => {}).environments).slice(1);
  if (!from || !into) throw new Error('no waves');
  const room = roomBetween(from, into);
  expect(room.summary).toBeGreaterThan(300);
  expect(room.looser).toBeGreaterThan(300);
  const others = `Promote ${'c'.repeat(40)} into Prod? Staging: . ${'x'.repeat(longestFigures)}. `.length;
  expect(others + room.summary + room.looser).toBeLessThanOrEqual(longestText);
  expect(roomBetween(into, undefined)).toEqual(leastRoom);
});
