import { type ForEachGate, forEachGate } from '../../contracts/gates';
import { type ForEachService, forEachService } from './services';

/**
 * The physical names of an environment that the product chooses itself, because something must know them before they
 * exist, and that must be held to the limits of their services. Alarms, report groups and what the pipeline itself has are
 * named where they are made: no name that is accepted makes them too long, which a test holds. All else is named by
 * CloudFormation, because a fixed name forbids replacement.
 */

/** The roles that the gates assume in the environment's account. */
type GateRoles = ForEachGate<'GateRole', string>;

/** The roles of the gates' jobs in the pipeline's account; the environment's account trusts them by name. */
type JobRoles = ForEachGate<'JobRole', string>;

/** Execution roles are known by name to the policy of the pipeline's image repository. */
type ExecutionRoles = ForEachService<'ExecutionRole', string>;

/** Physical names of one environment. */
export interface PhysicalNames extends GateRoles, JobRoles, ExecutionRoles {
  readonly keyAlias: string;
  /** What switches on the protection against deletion, in the environment's account, and the job that assumes it. */
  readonly protectionRole: string;
  readonly protectionJobRole: string;
  readonly databaseCluster: string;
  readonly databaseProxy: string;
  readonly masterRotationFunction: string;
  readonly applicationRotationFunction: string;
  readonly restApi: string;
  readonly dashboard: string;
  /** API Gateway delivers only to streams with its own prefix. */
  readonly apiAccessLogs: string;
  readonly apiFirewallLogs: string;
  readonly edgeFirewallLogs: string;
  /** The longest stack name of the environment. */
  readonly longestStack: string;
}

/** What a service accepts as a name. */
export interface NameRule {
  readonly of: string;
  /** Characters. */
  readonly limit: number;
  readonly pattern: RegExp;
}

const iamRole: NameRule = { of: 'an IAM role', limit: 64, pattern: /^[\w+=,.@-]+$/ };
const lambdaFunction: NameRule = { of: 'a Lambda function', limit: 64, pattern: /^[a-zA-Z0-9-_]+$/ };
const logGroup: NameRule = { of: 'a web ACL log group', limit: 512, pattern: /^aws-waf-logs-[a-zA-Z0-9_/.#-]+$/ };

/** The rule that each name must keep. */
export const nameRules: Readonly<Record<keyof PhysicalNames, NameRule>> = {
  keyAlias: { of: 'a KMS alias', limit: 256, pattern: /^alias\/[a-zA-Z0-9:/_-]+$/ },
  protectionRole: iamRole,
  protectionJobRole: iamRole,
  ...forEachGate('GateRole', () => iamRole),
  ...forEachGate('JobRole', () => iamRole),
  ...forEachService('ExecutionRole', () => iamRole),
  databaseCluster: { of: 'an Aurora cluster', limit: 63, pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/ },
  databaseProxy: { of: 'an RDS proxy', limit: 60, pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/ },
  masterRotationFunction: lambdaFunction,
  applicationRotationFunction: lambdaFunction,
  restApi: { of: 'a REST API', limit: 128, pattern: /^[a-zA-Z0-9._-]+$/ },
  dashboard: { of: 'a dashboard', limit: 255, pattern: /^[a-zA-Z0-9_-]+$/ },
  apiAccessLogs: { of: 'an access log stream', limit: 64, pattern: /^amazon-apigateway-[a-zA-Z0-9_.-]+$/ },
  apiFirewallLogs: logGroup,
  edgeFirewallLogs: logGroup,
  longestStack: { of: 'a stack', limit: 128, pattern: /^[A-Za-z][A-Za-z0-9-]*$/ },
};

/** Prefix of all names of an environment, such as `tap-dev`. */
export function namePrefix(application: string, environment: string): string {
  return `${application}-${environment.toLowerCase()}`;
}

/** The names of one environment. */
export function physicalNames(application: string, environment: string): PhysicalNames {
  const prefix = namePrefix(application, environment);
  return {
    keyAlias: `alias/${prefix}`,
    protectionRole: `${prefix}-protection`,
    protectionJobRole: `${prefix}-protection-job`,
    ...forEachGate('GateRole', (gate) => `${prefix}-${gate}-gate`),
    ...forEachGate('JobRole', (gate) => `${prefix}-${gate}-job`),
    ...forEachService('ExecutionRole', (service) => `${prefix}-${service}-execution`),
    databaseCluster: prefix,
    databaseProxy: prefix,
    masterRotationFunction: `${prefix}-rotate-master`,
    applicationRotationFunction: `${prefix}-rotate-application`,
    restApi: prefix,
    dashboard: prefix,
    apiAccessLogs: `amazon-apigateway-${prefix}`,
    apiFirewallLogs: `aws-waf-logs-${prefix}-api`,
    edgeFirewallLogs: `aws-waf-logs-${prefix}-edge`,
    longestStack: `${environment}-Observability`,
  };
}

/** Name of an alarm, such as `tap-dev-catalog-cpu-warning`; CloudWatch takes up to 255 characters. */
export function alarmName(application: string, environment: string, alarm: string): string {
  return `${namePrefix(application, environment)}-${alarm}`;
}
