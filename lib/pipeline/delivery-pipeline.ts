import { Duration, type Stack } from 'aws-cdk-lib';
import { BuildSpec, LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { CodePipeline, type Wave as PipelineWave, Step } from 'aws-cdk-lib/pipelines';
import { Construct } from 'constructs';
import { type GateName, gateNames } from '../../contracts/gates';
import { type DeliveryConfiguration, type EnvironmentConfiguration, type Wave, wavesOf } from '../config';
import { AlarmGate } from '../gates/alarm-gate';
import type { GateStep } from '../gates/gate-step';
import type { JobResources } from '../gates/job-role';
import { LoadTestGate } from '../gates/load-test-gate';
import { SmokeGate } from '../gates/smoke-gate';
import { TapStage } from '../stages/tap-stage';
import { acknowledgeGenerated } from './acknowledgements';
import { FailedCreationsStep } from './failed-creations-step';
import { describeGates } from './gate-description';
import { trustThisAccount } from './generated-trust';
import { type ImageRepository, repositoryName } from './image-repository';
import { ImageStep } from './image-step';
import { addPromotion, type Passed, roomBetween } from './promotion';
import { ProtectionStep } from './protection-step';
import { type Source, sourceOf } from './source';
import { SynthStep } from './synth-step';
import { toolVersions } from './tool-versions';

/** Node of the jobs that CDK Pipelines writes by itself; the others name theirs in `buildspecs/`. */
const nodeMajor = 24;

export interface DeliveryPipelineProps {
  readonly configuration: DeliveryConfiguration;
  readonly imageDigest: string;
  /** Environment overrides in force. */
  readonly overrides: Readonly<Record<string, string>>;
  readonly resources: JobResources;
  /** Artifact buckets of other regions, by region. */
  readonly otherRegions: Readonly<Record<string, s3.IBucket>>;
  readonly repository: ImageRepository;
  /** Where waiting approvals are told. */
  readonly approvals: ITopic;
}

/** A wave on the way of a commit. */
interface Place {
  readonly wave: Wave;
  /** Names of the environments that a commit has passed before. */
  readonly after: readonly string[];
  /** Undefined after the last one. */
  readonly next: Wave | undefined;
}

/** The way of a commit: source, build, self-mutation, assets, then each wave of environments with what stands before and after it. */
export class DeliveryPipeline extends Construct {
  readonly pipeline: codepipeline.Pipeline;
  private readonly props: DeliveryPipelineProps;
  private readonly stack: Stack;
  private readonly source: Source;
  private readonly delivery: CodePipeline;
  private readonly synth: SynthStep;

  constructor(stack: Stack, id: string, props: DeliveryPipelineProps) {
    super(stack, id);
    this.stack = stack;
    this.props = props;
    this.source = sourceOf(stack, props.configuration.pipeline.source);
    const image = new ImageStep(this, {
      source: this.source,
      image: props.configuration.pipeline.image,
      repository: props.repository,
      resources: props.resources,
    });
    this.synth = new SynthStep(this, {
      source: this.source,
      image,
      resources: props.resources,
      overrides: props.overrides,
    });
    this.pipeline = this.underlying();
    this.delivery = this.engine();
    let passed: readonly Passed[] = [];
    const waves = wavesOf(props.configuration.environments);
    for (const [index, wave] of waves.entries()) {
      const after = waves.slice(0, index).flatMap(({ environments }) => environments.map(({ name }) => name));
      passed = this.deliverTo({ wave, after, next: waves[index + 1] }, passed);
    }
    this.delivery.buildPipeline();
    trustThisAccount(this.delivery);
    this.source.complete(this.pipeline);
    acknowledgeGenerated({
      pipeline: this.pipeline,
      engine: this.delivery,
      artifacts: props.resources.artifacts,
      others: Object.values(props.otherRegions),
    });
  }

  private underlying(): codepipeline.Pipeline {
    const { configuration, otherRegions, resources } = this.props;
    const oneRegion = Object.keys(otherRegions).length === 0;
    return new codepipeline.Pipeline(this, 'Pipeline', {
      pipelineName: `${configuration.application}-delivery`,
      pipelineType: codepipeline.PipelineType.V2,
      // The newest commit replaces one that still waits: nobody is asked about a commit that is already outdated.
      executionMode: codepipeline.ExecutionMode.SUPERSEDED,
      // CDK Pipelines sets this only on a pipeline that it made itself.
      restartExecutionOnUpdate: true,
      crossAccountKeys: true,
      ...(oneRegion
        ? { artifactBucket: resources.artifacts }
        : { crossRegionReplicationBuckets: { [this.stack.region]: resources.artifacts, ...otherRegions } }),
    });
  }

  private engine(): CodePipeline {
    const versions = toolVersions();
    return new CodePipeline(this, 'Engine', {
      codePipeline: this.pipeline,
      synth: this.synth,
      cliVersion: versions.cli,
      cdkAssetsCliVersion: versions.cdkAssets,
      // One action for each stack: nothing looks at a change set between its two halves.
      useChangeSets: false,
      // One job for all files: with one for each, its name would change with the file, and the pipeline with it.
      publishAssetsInParallel: false,
      codeBuildDefaults: {
        buildEnvironment: { buildImage: LinuxBuildImage.STANDARD_7_0 },
        partialBuildSpec: BuildSpec.fromObject({
          version: '0.2',
          phases: { install: { 'runtime-versions': { nodejs: nodeMajor } } },
        }),
        timeout: Duration.minutes(30),
        logging: { cloudWatch: { logGroup: this.props.resources.logs.group, prefix: 'pipeline' } },
      },
    });
  }

  /** Adds a wave: what must happen before it, its environments side by side. */
  private deliverTo(place: Place, from: readonly Passed[]): readonly Passed[] {
    const { wave } = place;
    if (wave.promotion) {
      addPromotion(this.delivery, {
        into: wave,
        // Rounded, because a fraction of hours is whole minutes only by and large: 1.1 times 60 is not 66.
        timeout: Duration.minutes(Math.round(wave.promotion.timeoutHours * 60)),
        topic: this.props.approvals,
        commit: this.source.commit,
        evidenceBucketName: this.props.resources.evidence.bucketName,
        region: this.stack.region,
        from,
      });
    }
    const stage = this.delivery.addWave(wave.name);
    return wave.environments.map((environment) => this.deploy(environment, stage, place));
  }

  /** Adds an environment: what must be gone before its stacks, these, what protects them, its gates. */
  private deploy(environment: EnvironmentConfiguration, stage: PipelineWave, { wave, after, next }: Place): Passed {
    const { configuration, imageDigest, overrides, resources } = this.props;
    const { account, region } = environment;
    const deployed = new TapStage(this.stack, environment.name, {
      env: { account, region },
      environment,
      application: configuration.application,
      pipeline: {
        account: configuration.pipeline.account,
        region: configuration.pipeline.region,
        repositoryName: repositoryName(configuration.application),
      },
      imageDigest,
    });
    describeGates(deployed, environment, {
      application: configuration.application,
      imageDigest,
      overrides,
      approval: wave.promotion !== undefined,
      after,
      acceptedFindings: configuration.pipeline.image.acceptedFindings,
    });
    const shared = {
      environment,
      resources,
      checks: this.synth.checks,
      commit: this.source.commit,
      siteUrl: deployed.siteUrl,
      apiUrl: deployed.apiUrl,
      apiKeyId: deployed.apiKeyId,
      gateRoleArns: deployed.gateRoleArns,
    };
    const smoke = new SmokeGate(this, shared);
    const load = new LoadTestGate(this, shared);
    const alarms = new AlarmGate(this, {
      ...shared,
      load: load.figures,
      logGroupName: deployed.logGroupName,
      promotedInto: next?.environments.map(({ name }) => name) ?? [],
      room: roomBetween(wave, next),
    });
    const gates: Readonly<Record<GateName, GateStep>> = { smoke, load, alarms };
    const jobs = { stage: deployed, resources, checks: this.synth.checks };
    const protection = environment.database.deletionProtection
      ? [new ProtectionStep(this, { ...jobs, environment })]
      : [];
    stage.addStage(deployed, {
      pre: [new FailedCreationsStep(this, jobs)],
      post: [...Step.sequence(gateNames.map((gate) => gates[gate])), ...protection],
    });
    return { environment: environment.name, figures: load.figures, summary: alarms.summary, looser: alarms.looser };
  }
}
