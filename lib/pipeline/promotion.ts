import type { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { CodePipeline } from 'aws-cdk-lib/pipelines';
import type { EnvironmentConfiguration } from '../config';
import { Approval } from '../gates/approval';
import type { LoadFigures } from '../gates/load-test-gate';

export interface PromotionProps {
  readonly into: EnvironmentConfiguration;
  readonly timeout: Duration;
  readonly topic: ITopic;
  /** Commit that would be promoted. */
  readonly commit: string;
  /** Name of the bucket that holds the evidence. */
  readonly evidenceBucketName: string;
  readonly region: string;
  /**
   * The environment that the commit passed last.
   *
   * @default - none: the first environment itself waits for a person
   */
  readonly from?: { readonly environment: string; readonly figures: LoadFigures };
}

/**
 * The way into an environment that a person must open, as a wave of its own before it.
 *
 * A waiting approval locks its stage and a rejected one fails it; in its own wave it locks no environment and rolls nothing back.
 */
export function addPromotion(pipeline: CodePipeline, props: PromotionProps): void {
  pipeline.addWave(`Promote${props.into.name}`, {
    pre: [
      new Approval('Approval', {
        text: `Promote ${props.commit} into ${props.into.name}? ${figuresOf(props)}`,
        link: evidenceLink(props),
        topic: props.topic,
        timeout: props.timeout,
      }),
    ],
  });
}

function figuresOf({ from }: PromotionProps): string {
  if (!from) return 'No environment comes before it.';
  const { p95Ms, errorRate, requests, startedAt } = from.figures;
  return (
    `${from.environment} passed smoke test, load test and alarm check. Its load test of ${startedAt}: ` +
    `p95 ${p95Ms} ms, error rate ${errorRate}, ${requests} requests.`
  );
}

/** The evidence of this very execution, in the console. */
function evidenceLink({ commit, evidenceBucketName, region }: PromotionProps): string {
  const prefix = `${commit}/#{codepipeline.PipelineExecutionId}/`;
  return `https://${region}.console.aws.amazon.com/s3/buckets/${evidenceBucketName}?region=${region}&prefix=${prefix}`;
}
