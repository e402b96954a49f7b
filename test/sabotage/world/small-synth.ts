import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Annotations, App, CfnResource, Stack, Stage, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import type { DeclaredAlarm } from '../../../contracts/manifest';
import { type DeliveryData, parseConfiguration } from '../../../lib/config';
import { AcknowledgedChecks } from '../../../lib/pipeline/acknowledged-checks';
import { requireOwnPlaces } from '../../../scripts/build/acknowledged-places';
import { acknowledgedRules, requireRecordedRules } from '../../../scripts/build/acknowledged-rules';
import { requireAlarmKinds } from '../../../scripts/build/alarm-kinds';
import { readAssembly } from '../../../scripts/build/assembly';
import { readFindings, requireEveryStack } from '../../../scripts/build/findings';
import { requireLoadTests } from '../../../scripts/build/load-tests';
import { requireProductionLoad } from '../../../scripts/build/production-load';
import { refuseWeakSettings, refuseWeakVariables } from '../../../scripts/build/weakenings';
import { shippedData } from '../../fixtures/shipped';
import { cdkContext } from '../../helpers/variants';
import { alarmsOfEachKind } from './alarm-kinds';

const root = dirname(dirname(dirname(__dirname)));

const prefix = 'AwsSolutions::AwsSolutions-';

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const ofEachDoor = { p95Ms: 800, maxErrorRate: 0.01 };

/** The strict synth over a small app, by the checks of the real one in their order. A case changes it before it is carried out. */
export class SmallSynth {
  readonly folder = mkdtempSync(join(tmpdir(), 'sabotage-synth-'));
  readonly app = new App({ context: cdkContext(), outdir: join(this.folder, 'cdk.out') });
  private readonly checks = new AcknowledgedChecks(this.app);
  readonly stage = new Stage(this.app, 'Any');
  readonly stack = new Stack(this.stage, 'Stack');
  readonly around = new Construct(this.stack, 'Around');
  /** Has neither an access log (S1) nor demands TLS (S10); both are acknowledged. */
  readonly bucket = new Bucket(this.around, 'Bucket');
  readonly sibling = new Construct(this.around, 'Sibling');
  readonly resource = this.bucket.node.defaultChild as CfnResource;
  readonly role = new Role(this.stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  /** What the team configures. */
  readonly data: DeliveryData = structuredClone(shippedData);
  readonly variables: Record<string, string> = {};
  readonly context: Record<string, unknown> = { ...cdkContext() };
  readonly settings: Record<string, unknown> = {};
  /** What the team has recorded of acknowledged findings. */
  recorded = JSON.stringify({ 'AwsSolutions-S1': 1, 'AwsSolutions-S10': 1 });
  /** Acknowledged findings at the bucket, with the reasons. */
  readonly accepted = new Map([
    ['S1', 'it is itself the log of another one'],
    ['S10', 'nothing but a test ever reads it'],
  ]);
  readonly load: Mutable<Parameters<typeof requireLoadTests>[0][number]['load']> = {
    journey: 'checkout',
    profile: 'load',
    thresholds: { cloudfront: ofEachDoor, api: ofEachDoor },
  };
  /** Profile of production. */
  productionProfile = 'load';
  readonly journeysOfServices: string[] = ['browse', 'checkout'];
  alarms: Mutable<DeclaredAlarm>[] = alarmsOfEachKind();
  /** Further profiles, by name, of which both doors have the same load. */
  readonly profiles: Record<string, { readonly thinkSeconds: number; readonly door: object }> = {};
  /** Types of the resources that the environment has beside one of each that an alarm is about. */
  readonly furtherResources: string[] = [];
  /** True: the checks are not registered. */
  unchecked = false;

  get production(): DeliveryData['environments'][number] {
    const found = this.data.environments.find(({ production }) => production);
    if (!found) throw new Error('no environment is production');
    return found;
  }

  get dev(): DeliveryData['environments'][number] {
    const [first] = this.data.environments;
    if (!first) throw new Error('there is no environment');
    return first;
  }

  /** Changes alarms whose names end so. */
  changeAlarms(ending: string, changes: Partial<DeclaredAlarm>): void {
    for (const alarm of this.alarms) if (alarm.name.endsWith(ending)) Object.assign(alarm, changes);
  }

  /** Changes what alarms whose names end so look at or do; undefined takes a setting away. */
  changeSettings(ending: string, changes: Readonly<Record<string, string | undefined>>): void {
    for (const alarm of this.alarms.filter(({ name }) => name.endsWith(ending))) {
      const changed = Object.entries({ ...alarm.settings, ...changes });
      alarm.settings = Object.fromEntries(
        changed.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      );
    }
  }

  /** @param finding what follows `AwsSolutions-` */
  accept(at: IConstruct, finding: string, reason: string): void {
    this.acceptId(at, prefix + finding, reason);
  }

  acceptId(at: IConstruct, id: string, reason: string): void {
    Validations.of(at).acknowledge({ id, reason });
  }

  /** Lets a construct of a library warn, with the id `library:warning`. */
  warn(at: IConstruct): void {
    Annotations.of(at).addWarningV2('library:warning', 'something is not as it should be');
  }

  /** Acknowledges that warning by a call that keeps no reason. */
  silence(at: IConstruct, call: 'acknowledgeWarning' | 'acknowledgeInfo'): void {
    Annotations.of(at)[call]('library:warning', 'a reason that nobody will ever read');
  }

  /** Adds a parameter whose value is no text: an error (F3012) that the CDK's own validation finds. */
  addWrongParameter(): CfnResource {
    const properties = { Type: 'String', Value: ['no text'] };
    return new CfnResource(this.around, 'Wrong', { type: 'AWS::SSM::Parameter', properties });
  }

  /** Records one acknowledged finding more than the two of the bucket. */
  recordAlso(rule: string): void {
    this.recorded = JSON.stringify({ ...(JSON.parse(this.recorded) as object), [rule]: 1 });
  }

  /** Lets the role look at everything, which is a finding. */
  letRoleSeeAll(): void {
    this.role.addToPolicy(new PolicyStatement({ actions: ['ec2:DescribeRegions'], resources: ['*'] }));
  }

  /** @throws CodedError, or the CDK's own error, for whatever the strict synth refuses */
  carryOut(): void {
    try {
      refuseWeakVariables(this.variables);
      refuseWeakSettings([{ file: 'cdk.json', content: this.settings, context: this.context }]);
      parseConfiguration(this.data, this.variables);
      for (const [finding, reason] of this.accepted) this.accept(this.bucket, finding, reason);
      if (!this.unchecked) Validations.of(this.app).addPlugins(this.checks);
      const output = join(this.folder, 'cdk.out');
      this.synthesize(output);
      const read = readFindings(output);
      requireEveryStack(readAssembly(output), read);
      requireOwnPlaces(read.findings);
      const list = join(this.folder, 'acknowledgements.json');
      writeFileSync(list, this.recorded);
      requireRecordedRules(acknowledgedRules(read.findings), list, 'acknowledgements.json');
      const Resources = Object.fromEntries(this.furtherResources.map((Type, index) => [`R${index}`, { Type }]));
      requireAlarmKinds([{ environment: 'Dev', alarms: this.alarms }], [{ stage: 'Dev', template: { Resources } }]);
      const loadtests = this.layOutLoadTests();
      requireLoadTests([{ environment: 'Dev', load: this.load, alarms: this.alarms }], loadtests, {
        shop: { journeys: this.journeysOfServices },
      });
      requireProductionLoad(
        [{ environment: 'Prod', production: true, load: { profile: this.productionProfile } }],
        loadtests,
      );
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  private layOutLoadTests(): string {
    const loadtests = join(this.folder, 'loadtests');
    cpSync(join(root, 'loadtests'), loadtests, { recursive: true });
    for (const [name, { thinkSeconds, door }] of Object.entries(this.profiles)) {
      const profile = { description: 'A load.', thinkSeconds, doors: { cloudfront: door, api: door } };
      writeFileSync(join(loadtests, 'profiles', `${name}.json`), JSON.stringify(profile));
    }
    return loadtests;
  }

  /** The CDK prints what it finds, and says with its error only where that stands. */
  private synthesize(output: string): void {
    const { error: print } = console;
    console.error = () => undefined;
    try {
      this.app.synth();
    } catch (error) {
      const open = readFindings(output).findings.filter(({ reason }) => reason === undefined);
      throw new Error([String(error), ...open.map(({ description }) => description)].join('\n'));
    } finally {
      console.error = print;
    }
  }
}
