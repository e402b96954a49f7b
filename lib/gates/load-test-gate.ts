import { Duration } from 'aws-cdk-lib';
import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import type { Construct } from 'constructs';
import { loadJobMinutes } from '../../contracts/gates';
import { type GateProps, GateStep } from './gate-step';

/** The figures of a load test, as variables that other actions and an approval's text may name. */
export interface LoadFigures {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** ISO 8601, UTC. */
  readonly endedAt: string;
  /** Milliseconds, 95th percentile of all response times. */
  readonly p95Ms: string;
  /** Share of failed requests, 0 to 1. */
  readonly errorRate: string;
  /** How many requests were made. */
  readonly requests: string;
}

/** The environment's load profile through CloudFront and API Gateway. */
export class LoadTestGate extends GateStep {
  readonly figures: LoadFigures;

  constructor(scope: Construct, props: GateProps) {
    super(
      scope,
      {
        gate: 'load',
        timeout: Duration.minutes(loadJobMinutes),
        // The generator must not be what is slow: four virtual CPUs instead of two.
        computeType: ComputeType.MEDIUM,
      },
      props,
    );
    this.figures = {
      startedAt: this.exportedVariable('LOAD_STARTED_AT'),
      endedAt: this.exportedVariable('LOAD_ENDED_AT'),
      p95Ms: this.exportedVariable('P95_MS'),
      errorRate: this.exportedVariable('ERROR_RATE'),
      requests: this.exportedVariable('REQUESTS'),
    };
  }
}
