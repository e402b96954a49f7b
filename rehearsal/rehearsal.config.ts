import type { RehearsalConfiguration } from '@delivery/rehearsal/configuration/configuration';
import { alarmsExcused, loadLasted, loadWritten, readEvidence } from '../contracts/evidence';
import { faultsAt } from './faults/all';
import { Shopper } from './probe/shopper';
import { switchOffs } from './probe/switch-offs';
import { Customer } from './update/customer';

/** What this repository tells the rehearsal of itself; the file of the rehearsed commit counts. */
const configuration: RehearsalConfiguration = {
  pipelineStack: 'PipelineStack',
  // Overrides of the configuration of environments.
  variables: ['TAP_*'],
  synth: {
    // The validator takes most of the time, and runs in Build/Synth anyway.
    variables: { CDK_VALIDATION: 'false' },
    imageVariable: 'IMAGE_DIGEST',
    invalidConfiguration: /\bTAP1\d{3}\b/,
  },
  // The shop's tests, in Build/Synth, take the server that it names where there is no MariaDB.
  jobs: { variables: ['DATABASE_URL'] },
  services: { withDatabase: { DATABASE_TLS: 'off' } },
  tools: [{ program: 'k6', pinnedIn: 'scripts/setup/k6-releases.json' }],
  dockerfile: 'app/Dockerfile',
  gates: {
    // A job that judges no environment may keep evidence, too, as that of the image keeps its scan.
    identify: ({ GATE, ENVIRONMENT, EVIDENCE_BUCKET, COMMIT, EXECUTION }) =>
      ENVIRONMENT === undefined || EVIDENCE_BUCKET === undefined
        ? undefined
        : { gate: GATE, environment: ENVIRONMENT, commit: COMMIT, execution: EXECUTION },
    evidenceFolder: 'evidence',
    reports: ['reports/**/*'],
    read(value) {
      const found = readEvidence(value);
      if (!found) return undefined;
      const { build, ...judged } = found;
      return { ...judged, subject: { ...judged.subject, build: build.id } };
    },
    loadLength({ gate, measurements }) {
      const seconds = (name: string) => measurements.find((measurement) => measurement.name === name)?.value;
      const [here, onAws] = [seconds(loadLasted), seconds(loadWritten)];
      return gate === 'load' && here !== undefined && onAws !== undefined ? { here, onAws } : undefined;
    },
    excusedAlarms: alarmsExcused,
  },
  load: { profilesFolder: 'loadtests/profiles', profileVariable: 'LOAD_PROFILE', seconds: 40 },
  faults: faultsAt,
  probe: { visitor: Shopper.of, switchOffs },
  update: { witness: Customer.of },
};

export default configuration;
