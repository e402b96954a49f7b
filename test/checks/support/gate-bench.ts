import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../../../checks/job';
import { type Evidence, evidence } from '../../../contracts/evidence';
import type { EnvironmentManifest } from '../../../contracts/manifest';
import type { FakeAws } from './fake-aws';
import { siteHashes } from './fake-site';

/** What a manifest says otherwise than that of a good environment. */
type ManifestChanges = Partial<Omit<EnvironmentManifest, 'load'>> & {
  readonly load?: Partial<EnvironmentManifest['load']>;
};

/** A folder laid out as the pipeline lays it out for a gate, and the job's variables. */
export class GateBench {
  /** Lines of progress of all jobs so far. */
  readonly said: string[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'gate-bench-'));
  private builds = 0;
  private variables: Record<string, string> = {};
  private readonly earlier = new Map<string, string | undefined>();

  constructor(private readonly aws: FakeAws) {}

  /** Sets the variables of the job, those of AWS clients in this very process too. */
  open(gate: Evidence['gate'], variables: Record<string, string>): void {
    this.variables = {
      GATE: gate,
      ENVIRONMENT: 'Dev',
      COMMIT: '0123abc',
      EXECUTION: 'execution-1',
      API_KEY_ID: 'key-1',
      GATE_ROLE_ARN: 'arn:aws:iam::111111111111:role/tap-Dev-gate',
      EVIDENCE_BUCKET: 'evidence-bucket',
      CODEBUILD_START_TIME: String(Date.now()),
      ...this.aws.variables,
      ...variables,
    };
    writeFileSync(join(this.folder, 'acknowledgements.json'), JSON.stringify({ 'AwsSolutions-S1': 2 }));
    const own = { ...this.aws.variables, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    for (const [name, value] of Object.entries(own)) {
      this.earlier.set(name, process.env[name]);
      process.env[name] = value;
    }
  }

  close(): void {
    for (const [name, value] of this.earlier) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  manifest(changes: ManifestChanges): EnvironmentManifest {
    const ofEachDoor = { p95Ms: 500, maxErrorRate: 0.01 };
    const { load, ...others } = changes;
    const manifest: EnvironmentManifest = {
      environment: 'Dev',
      region: 'us-east-1',
      production: false,
      orders: true,
      site: siteHashes,
      load: {
        profile: 'load',
        journey: 'checkout',
        thresholds: { cloudfront: ofEachDoor, api: ofEachDoor },
        steps: [{ name: 'look', requests: 1 }],
        ...load,
      },
      apiCache: false,
      loadRunLog: false,
      alarmPrefix: 'tap-dev-',
      bakeSeconds: 300,
      approval: false,
      after: [],
      acceptedFindings: {},
      overrides: {},
      alarms: [],
      ...others,
    };
    mkdirSync(join(this.folder, 'environments'), { recursive: true });
    writeFileSync(join(this.folder, 'environments', `${manifest.environment}.json`), JSON.stringify(manifest));
    return manifest;
  }

  /** The next build of the gate. */
  job(signal: AbortSignal = new AbortController().signal, changes: Record<string, string | undefined> = {}): Job {
    this.builds += 1;
    const build = {
      CODEBUILD_BUILD_ID: `tap-Dev-${this.variables.GATE}:b${this.builds}`,
      CODEBUILD_BUILD_NUMBER: String(this.builds),
    };
    return {
      programFolder: this.folder,
      workFolder: this.folder,
      variables: { ...this.variables, ...build, ...changes },
      say: (line) => this.said.push(line),
      signal,
    };
  }

  evidence(gate: Evidence['gate'], environment = 'Dev'): Evidence {
    return evidence.parse(JSON.parse(this.read(join('evidence', environment, `${gate}.json`))));
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** Everything that jobs have printed, written or stored. */
  everythingWritten(): string[] {
    const files = readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .map((file) => join(this.folder, file))
      .filter((file) => statSync(file).isFile());
    return [...this.said, ...files.map((file) => readFileSync(file, 'utf8')), ...this.aws.objects.values()];
  }
}
