import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type GateProps, GateStep } from './gate-step';

/** Three first contacts may take five minutes each before they are given up, and the verdict must still be written. */
const timeout = Duration.minutes(30);

/** A shopper's journey once, through every public door of the environment. Stops on any failed check. */
export class SmokeGate extends GateStep {
  constructor(scope: Construct, props: GateProps) {
    super(scope, { gate: 'smoke', timeout: timeout }, props);
  }
}
