import { App, type AppProps, BOOTSTRAP_QUALIFIER_CONTEXT, Validations } from 'aws-cdk-lib';
import type { DeliveryConfiguration } from '../config';
import { AcknowledgedChecks } from './acknowledged-checks';
import { PipelineStack } from './pipeline-stack';

export interface DeliveryAppProps extends AppProps {
  readonly configuration: DeliveryConfiguration;
  readonly imageDigest: string;
  /** Environment overrides in force, by variable. */
  readonly overrides: Readonly<Record<string, string>>;
  /** Whether PipelineStack is protected against deletion; see `PipelineStackProps`. @default false */
  readonly terminationProtection?: boolean;
}

/**
 * The whole app. The rules of cdk-nag are registered here once and cover every stage below; a second registration would
 * report each finding twice.
 */
export class DeliveryApp extends App {
  readonly pipelineStack: PipelineStack;

  constructor(props: DeliveryAppProps) {
    const { configuration, imageDigest, overrides, terminationProtection, ...app } = props;
    // Names of roles, buckets and parameters that bootstrapping made, in every stack of every stage. By context: stacks that share
    // one synthesizer share one list of assets, and each would publish those of all before it.
    super({
      ...app,
      postCliContext: {
        ...app.postCliContext,
        [BOOTSTRAP_QUALIFIER_CONTEXT]: configuration.pipeline.bootstrapQualifier,
      },
    });
    Validations.of(this).addPlugins(new AcknowledgedChecks(this));
    this.pipelineStack = new PipelineStack(this, 'PipelineStack', {
      configuration,
      imageDigest,
      overrides,
      terminationProtection,
    });
  }
}
