import type { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { CodePipeline } from 'aws-cdk-lib/pipelines';
import { type ApprovalRoom, leastRoom, longestFigures, longestText } from '../../contracts/approval';
import type { Wave } from '../config';
import { Approval } from '../gates/approval';
import type { LoadFigures } from '../gates/load-test-gate';

/** Of a commit's id in git; versions of an object are shorter. */
const commitCharacters = 40;

export interface PromotionProps {
  readonly into: Wave;
  readonly timeout: Duration;
  readonly topic: ITopic;
  /** Commit that would be promoted. */
  readonly commit: string;
  /** Name of the bucket that holds the evidence. */
  readonly evidenceBucketName: string;
  readonly region: string;
  /** The environments that the commit passed last, with what their load tests found; none before the first. */
  readonly from: readonly Passed[];
}

/** An environment that a commit passed. */
export interface Passed {
  readonly environment: string;
  readonly figures: LoadFigures;
  /** What its gates said, attempt by attempt. */
  readonly summary: string;
  /** What is looser than in the commit promoted before, of all environments. */
  readonly looser: string;
}

/**
 * The way into a wave that a person must open, as a wave of its own before it.
 *
 * A waiting approval locks its stage and a rejected one fails it; in its own wave it locks no environment and rolls nothing back.
 */
export function addPromotion(pipeline: CodePipeline, props: PromotionProps): void {
  pipeline.addWave(promotionStage(props.into), {
    pre: [
      new Approval('Approval', {
        text: textOf(props),
        link: evidenceLink(props),
        topic: props.topic,
        timeout: props.timeout,
      }),
    ],
  });
}

type Told = Pick<PromotionProps, 'into' | 'commit' | 'from'>;

function textOf(told: Told): string {
  return `Promote ${told.commit} into ${namesOf(told.into)}? ${figuresOf(told)}${withoutOrders(told)}`;
}

/**
 * The room that an approval has for what the last gates of the environments before it export: what nothing else of its text may
 * take, half of it for all summaries, half for what is looser.
 *
 * @param into undefined after the last wave, where nothing is shown
 */
export function roomBetween(from: Wave, into: Wave | undefined): ApprovalRoom {
  if (into === undefined) return leastRoom;
  const text = 'x'.repeat(longestFigures);
  const passed = from.environments.map(({ name }): Passed => {
    return { environment: name, figures: { window: '', sent: '', text }, summary: '', looser: '' };
  });
  const others = textOf({ into, commit: 'x'.repeat(commitCharacters), from: passed }).length;
  const further = longestText - others - passed.length * leastRoom.summary - leastRoom.looser;
  return {
    summary: leastRoom.summary + Math.floor(further / 2 / passed.length),
    looser: leastRoom.looser + Math.floor(further / 2),
  };
}

/** Name of the stage in which a person opens the way into a wave. */
export function promotionStage({ name }: Wave): string {
  return `Promote${name}`;
}

function namesOf({ environments }: Wave): string {
  return environments.map(({ name }) => name).join(', ');
}

function figuresOf({ from }: Told): string {
  if (from.length === 0) return 'No environment comes before.';
  const texts = from.map(({ environment, summary, figures: { text } }) => `${environment}: ${summary}. ${text}.`);
  // The same for all of a wave.
  return [...texts, from[0]?.looser].join(' ');
}

/** What the approval of a wave must know: where a commit with which nobody can order would pass. */
function withoutOrders({ into }: Told): string {
  const untried = into.environments.filter(({ production, gates }) => production && !gates.smoke.orderInProduction);
  if (untried.length === 0) return '';
  return ` No order is tried in ${untried.map(({ name }) => name).join(', ')}.`;
}

/** The evidence of this very execution, in the console. */
function evidenceLink({ commit, evidenceBucketName, region }: PromotionProps): string {
  const prefix = `${commit}/#{codepipeline.PipelineExecutionId}/`;
  return `https://${region}.console.aws.amazon.com/s3/buckets/${evidenceBucketName}?region=${region}&prefix=${prefix}`;
}
