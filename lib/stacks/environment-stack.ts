import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { OWNER_METADATA } from '../../contracts/ownership';
import { type EnvironmentConfiguration, namePrefix, type PhysicalNames, physicalNames } from '../config';

/** What every stack of an environment is told. */
export interface EnvironmentStackProps extends Pick<StackProps, 'env' | 'description'> {
  /** Prefix of every physical name. */
  readonly application: string;
  readonly environment: EnvironmentConfiguration;
}

/** A stack of one environment: tagged, protected and named as the configuration says. Its template says whose it is. */
export class EnvironmentStack extends Stack {
  readonly application: string;
  readonly settings: EnvironmentConfiguration;
  readonly names: PhysicalNames;

  constructor(scope: Construct, id: string, props: EnvironmentStackProps) {
    super(scope, id, {
      env: props.env,
      description: props.description,
      tags: props.environment.tags,
      terminationProtection: props.environment.production,
    });
    this.application = props.application;
    this.settings = props.environment;
    this.names = physicalNames(props.application, props.environment.name);
    this.addMetadata(OWNER_METADATA, namePrefix(props.application, props.environment.name));
  }
}
