import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { GateName } from '../../contracts/gates';
import { ownerMetadata } from '../../contracts/ownership';
import { type EnvironmentConfiguration, namePrefix, type PhysicalNames, physicalNames } from '../config';
import { RoleForJob, type RoleForJobProps } from '../constructs/role-for-job';
import { capitalised } from './capitalised';

/** What every stack of an environment is told. */
export interface EnvironmentStackProps extends Pick<StackProps, 'env' | 'description'> {
  /** Prefix of every physical name. */
  readonly application: string;
  readonly environment: EnvironmentConfiguration;
  /**
   * Account of the pipeline, whose jobs some roles trust.
   *
   * @default - the account of this environment
   */
  readonly pipelineAccount?: string;
}

/** A stack of one environment: tagged, protected and named as the configuration says. Its template says whose it is. */
export class EnvironmentStack extends Stack {
  readonly application: string;
  readonly settings: EnvironmentConfiguration;
  readonly names: PhysicalNames;
  /** Roles of the gates that read this stack; what each may do there, the stack says itself. */
  readonly gateRoles: object = {};
  private readonly pipelineAccount: string | undefined;

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
    this.pipelineAccount = props.pipelineAccount;
    this.addMetadata(ownerMetadata, namePrefix(props.application, props.environment.name));
  }

  /** A role of this environment for a gate to read through, without any right yet. */
  protected roleForGate(gate: GateName): RoleForJob {
    const roleName = this.names[`${gate}GateRole`];
    return new RoleForJob(this, `${capitalised(gate)}Gate`, { roleName, trusted: this.jobOf(gate) });
  }

  /** The pipeline's job that a role here may trust. */
  protected jobOf(job: GateName | 'protection'): RoleForJobProps['trusted'] {
    return { account: this.pipelineAccount, roleName: this.names[`${job}JobRole`] };
  }
}
