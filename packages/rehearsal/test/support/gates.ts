import { gateEvidence } from '../../src/events/gate-evidence';
import type { Gates } from '../../src/executors/codebuild/gates';

/** Gates that judge the environment they are told, and leave what they saw in `evidence/`. */
export const gates: Gates = {
  identify: ({ GATE, ENVIRONMENT, EVIDENCE_BUCKET, COMMIT, EXECUTION }) =>
    ENVIRONMENT === undefined || EVIDENCE_BUCKET === undefined
      ? undefined
      : { gate: GATE, environment: ENVIRONMENT, commit: COMMIT, execution: EXECUTION },
  evidenceFolder: 'evidence',
  reports: ['reports/**/*'],
  read: (value) => gateEvidence.safeParse(value).data,
  loadLength({ gate, measurements }) {
    const seconds = (name: string) => measurements.find((one) => one.name === name)?.value;
    const [here, onAws] = [seconds('seconds'), seconds('seconds on AWS')];
    return gate === 'load' && here !== undefined && onAws !== undefined ? { here, onAws } : undefined;
  },
  excusedAlarms: 'alarms left out',
};
