import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type GateProps, GateStep } from './gate-step';
import type { LoadFigures } from './load-test-gate';

export interface AlarmGateProps extends GateProps {
  /** The load test whose window the alarms are judged in. */
  readonly load: Pick<LoadFigures, 'window' | 'sent'>;
}

/** Minutes that the job may take beyond twice the bake time, as long as capacity may take to cool down: reading, and its start. */
const marginMinutes = 30;

/** Every alarm of the environment, from the start of the load to the end of the bake time. */
export class AlarmGate extends GateStep {
  constructor(scope: Construct, props: AlarmGateProps) {
    super(
      scope,
      {
        gate: 'alarms',
        timeout: Duration.minutes(2 * props.environment.gates.bakeMinutes + marginMinutes),
        env: { LOAD_WINDOW: props.load.window, LOAD_SENT: props.load.sent },
      },
      props,
    );
  }
}
