import { Duration } from 'aws-cdk-lib';
import { ComputeType } from 'aws-cdk-lib/aws-codebuild';
import type { Construct } from 'constructs';
import { loadJobMinutes } from '../../contracts/gates';
import { type GateProps, GateStep } from './gate-step';

/** The figures of a load test, as variables that other actions and an approval's text may name. */
export interface LoadFigures {
  /** When the load was, and which execution and build sent it. */
  readonly window: string;
  /** Requests that were sent, by door. */
  readonly sent: string;
  /** What was measured, worst first, for a person. */
  readonly text: string;
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
      window: this.exportedVariable('LOAD_WINDOW'),
      sent: this.exportedVariable('LOAD_SENT'),
      text: this.exportedVariable('LOAD_FIGURES'),
    };
  }
}
