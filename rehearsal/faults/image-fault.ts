import { buildStage } from '@delivery/rehearsal/faults/places';
import { strikesBefore } from '@delivery/rehearsal/faults/strikes-before';

const finding = {
  name: 'CVE-0000-00000',
  severity: 'CRITICAL',
  packageName: 'planted-by-the-rehearsal',
  packageVersion: '1.0.0',
};

/** A weakness in the image, which no earlier build of the commit had. */
export const imageFault = strikesBefore(
  {
    name: 'critical-finding',
    gate: `${buildStage}/Image`,
    description: 'The scan of the image finds a critical weakness that nobody accepted.',
    trace: /TAP2024/,
  },
  ({ cloud }) => {
    cloud.setFaults([{ service: 'ecr', action: 'DescribeImageScanFindings', scanFindings: [finding] }]);
    return `scan of the image: ${finding.name}`;
  },
);
