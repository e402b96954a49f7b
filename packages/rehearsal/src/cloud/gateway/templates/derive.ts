import { withoutOtherEndpoints } from '../../base/caller-variables';
import { isRecord } from '../../base/record';
import { rosterId, rosterResource } from './roster-resource';
import { standInType } from './stand-in-types';
import { tagLiterals } from './tagged-literals';
import { attributesAsked, getAtt, replaceNodes, type Template, type TemplateResource } from './template';
import { emulatorZones } from './zones';

/** One way in which the derived template differs from the original. */
export interface TemplateChange {
  readonly resource: string;
  readonly change: string;
}

export interface DeriveContext {
  /** Hash of the original's text; kept in the derived template, so that `GetTemplate` can answer the original. */
  readonly originalHash: string;
  /** ARN of the function that relays a custom resource's event to the gateway. */
  readonly relayArn: string;
  /** Types that the emulator does not know. */
  readonly unknownTypes: ReadonlySet<string>;
  /** Where the stack is; outputs of stacks elsewhere are answered by `foreignOutput`. */
  readonly account: string;
  readonly region: string;
  foreignOutput(output: ForeignOutput): string;
  /** The endpoint by which a function of this stack calls the gateway as itself. */
  functionEndpoint(logicalId: string): string;
}

/** Seconds a custom resource of the template's own may take; AWS's default of an hour would be an hour of hanging. */
const customTimeoutSeconds = 120;
const standInTimeoutSeconds = 60;

/**
 * Custom resources whose own function can't do its work in the emulator: it needs the AWS CLI of a Lambda layer, or tags that
 * the emulator drops. The gateway does the work instead.
 */
export const carriedOutByGateway: ReadonlySet<string> = new Set([
  'Custom::CDKBucketDeployment',
  'Custom::S3AutoDeleteObjects',
]);

/** Types that the emulator knows, but refuses with certain properties; answers why. */
const refusals: Readonly<Record<string, (properties: Readonly<Record<string, unknown>>) => string | undefined>> = {
  'AWS::CloudWatch::Alarm': ({ Metrics }) =>
    Metrics === undefined ? undefined : 'metric math is refused by the emulator',
  // A zone that the template does not make exists in an account of AWS's alone.
  'AWS::Route53::RecordSet': ({ HostedZoneId }) =>
    typeof HostedZoneId === 'string' ? `hosted zone ${HostedZoneId} is in none of the rehearsal's accounts` : undefined,
};

/** Transforms of AWS's own that make resources of unknown types; the emulator knows neither. */
const strippedTransforms: ReadonlySet<string> = new Set([
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
]);

/** Attributes that the emulator's own types don't answer as AWS does, as a value of the same template. */
const attributePatches: Readonly<Record<string, (resource: TemplateResource, id: string) => unknown>> = {
  'AWS::EC2::VPC CidrBlock': (resource) => resource.Properties?.CidrBlock,
  // The emulator's own address would lead past the door.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html
  'AWS::ApiGatewayV2::Api ApiEndpoint': ({ Properties }, id) => {
    const scheme = Properties?.ProtocolType === 'WEBSOCKET' ? 'wss' : 'https';
    const host = [{ Ref: id }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }];
    return { 'Fn::Join': ['', [`${scheme}://`, ...host]] };
  },
};

/** Makes of a template one that the emulator can deploy. The same original always becomes the same derived template. */
export function deriveTemplate(
  original: Template,
  context: DeriveContext,
): { readonly derived: Template; readonly changes: readonly TemplateChange[] } {
  const changes: TemplateChange[] = [];
  const note = (resource: string, change: string): number => changes.push({ resource, change });
  const patched = withoutSourceSecrets(withoutTransform(patchNodes(original, context, note), note), note);
  const asked = attributesAsked([patched.Resources, patched.Outputs]);
  const zones = emulatorZones(JSON.stringify(patched.Resources), context.region);
  const resources = Object.entries(patched.Resources).map(([id, resource]) => {
    const placed = placeSubnet(id, resource, zones, note);
    const derived = deriveResource(id, placed, [...(asked.get(id) ?? [])].sort(), context, note);
    return [id, derived] as const;
  });
  return {
    derived: {
      ...patched,
      Metadata: { ...patched.Metadata, Rehearsal: { original: context.originalHash } },
      Resources: {
        ...Object.fromEntries(resources),
        [rosterId]: rosterResource(patched, context.relayArn),
      },
    },
    changes,
  };
}

function deriveResource(
  id: string,
  resource: TemplateResource,
  attributes: readonly string[],
  context: DeriveContext,
  note: (resource: string, change: string) => void,
): TemplateResource {
  const { Type: type } = resource;
  const custom = type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
  const refused = refusals[type]?.(resource.Properties ?? {});
  if (carriedOutByGateway.has(type) || refused !== undefined || (!custom && context.unknownTypes.has(type))) {
    const reason = refused ?? (custom ? 'carried out by the gateway' : 'unknown to the emulator');
    note(id, `${type} is stood in: ${reason}`);
    const { Properties, UpdatePolicy: _update, CreationPolicy: _creation, ...rest } = resource;
    const { ServiceToken: _token, ...properties } = Properties ?? {};
    return {
      ...rest,
      Type: custom ? type : standInType(type),
      Properties: {
        ServiceToken: context.relayArn,
        ServiceTimeout: custom ? customTimeoutSeconds : standInTimeoutSeconds,
        StandInFor: type,
        Original: tagLiterals(properties),
        ...(attributes.length > 0 ? { Attributes: attributes } : {}),
      },
    };
  }
  if (custom && resource.Properties?.ServiceTimeout === undefined) {
    note(id, `${type} may take ${customTimeoutSeconds} s`);
    return { ...resource, Properties: { ...resource.Properties, ServiceTimeout: customTimeoutSeconds } };
  }
  if (type === 'AWS::Lambda::Function') {
    note(id, `${type} calls AWS through the gateway`);
    return withEndpoint(resource, context.functionEndpoint(id), (change) => note(id, change));
  }
  return resource;
}

/** Types whose secrets only lead to a source, which is the local repository here. */
const ofASource: ReadonlySet<string> = new Set(['AWS::CodePipeline::Pipeline', 'AWS::CodePipeline::Webhook']);

/** References to secrets, as a template writes them: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const secretReference = /\{\{resolve:(secretsmanager|ssm-secure):[^}]*\}\}/g;
const notLookedUp = 'not looked up';

/** A token for a source is in no account of the rehearsal: what refers to it is not looked up. */
function withoutSourceSecrets(template: Template, note: (resource: string, change: string) => void): Template {
  const resources = Object.entries(template.Resources).map(([id, resource]) => {
    if (!ofASource.has(resource.Type)) return [id, resource] as const;
    const without = withoutSecrets(resource) as TemplateResource;
    if (JSON.stringify(without) !== JSON.stringify(resource)) note(id, 'the secret for its source is not looked up');
    return [id, without] as const;
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(secretReference, notLookedUp);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  // The name of the secret may be put together of parts, such as the partition of its ARN.
  const joined = value['Fn::Join'] ?? value['Fn::Sub'];
  if (joined !== undefined && /\{\{resolve:(secretsmanager|ssm-secure):/.test(JSON.stringify(joined)))
    return notLookedUp;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutSecrets(member)]));
}

/** Puts a subnet whose zone is named by id into the emulator's zone that stands for it. */
function placeSubnet(
  id: string,
  resource: TemplateResource,
  zones: ReadonlyMap<string, string>,
  note: (resource: string, change: string) => void,
): TemplateResource {
  const { AvailabilityZoneId: zoneId, ...properties } = resource.Properties ?? {};
  const zone = typeof zoneId === 'string' ? zones.get(zoneId) : undefined;
  if (resource.Type !== 'AWS::EC2::Subnet' || zone === undefined) return resource;
  note(id, `zone ${String(zoneId)} is ${zone} of the emulator`);
  return { ...resource, Properties: { ...properties, AvailabilityZone: zone } };
}

function withEndpoint(resource: TemplateResource, endpoint: string, tell: (change: string) => void): TemplateResource {
  const environment = isRecord(resource.Properties?.Environment) ? resource.Properties.Environment : {};
  const { variables, differences } = withoutOtherEndpoints(
    isRecord(environment.Variables) ? environment.Variables : {},
  );
  for (const { onAws, here } of differences) tell(`${onAws}; ${here}`);
  return {
    ...resource,
    Properties: {
      ...resource.Properties,
      Environment: { ...environment, Variables: { ...variables, AWS_ENDPOINT_URL: endpoint } },
    },
  };
}

function patchNodes(
  original: Template,
  context: DeriveContext,
  note: (resource: string, change: string) => void,
): Template {
  const patch = (node: Record<string, unknown>): unknown => {
    const asked = getAtt(node);
    if (asked !== undefined) {
      const resource = original.Resources[asked.id];
      const value = resource && attributePatches[`${resource.Type} ${asked.attribute}`]?.(resource, asked.id);
      if (value === undefined) return undefined;
      note(asked.id, `attribute ${asked.attribute} is taken from the template`);
      return value;
    }
    const output = foreignOutputOf(node, context);
    if (output === undefined) return undefined;
    note(
      '-',
      `output ${output.output} of ${output.stack} in ${output.account}, ${output.region} is written as its value`,
    );
    return context.foreignOutput(output);
  };
  return {
    ...original,
    Resources: replaceNodes(original.Resources, patch) as Template['Resources'],
    ...(original.Outputs === undefined
      ? {}
      : { Outputs: replaceNodes(original.Outputs, patch) as Template['Outputs'] }),
  };
}

/** An output of a stack in another account or region, which the emulator does not find. */
export interface ForeignOutput {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly output: string;
}

/** What a template asks of stacks in other accounts and regions. */
export function foreignOutputs(
  template: Template,
  own: { readonly account: string; readonly region: string },
): ForeignOutput[] {
  const found: ForeignOutput[] = [];
  replaceNodes([template.Resources, template.Outputs], (node) => {
    const output = foreignOutputOf(node, own);
    if (output !== undefined) found.push(output);
    return undefined;
  });
  return found;
}

function foreignOutputOf(
  node: Record<string, unknown>,
  own: { readonly account: string; readonly region: string },
): ForeignOutput | undefined {
  const asked = node['Fn::GetStackOutput'];
  if (!isRecord(asked)) return undefined;
  const { StackName: stack, OutputName: output, Region, RoleArn } = asked;
  if (typeof stack !== 'string' || typeof output !== 'string') return undefined;
  const region = typeof Region === 'string' ? Region : own.region;
  // The role by which another account is asked; its ARN may be put together from parts, the account is always literal.
  const account = /:iam::(\d{12}):role/.exec(JSON.stringify(RoleArn ?? ''))?.[1] ?? own.account;
  return account === own.account && region === own.region ? undefined : { account, region, stack, output };
}

function withoutTransform(template: Template, note: (resource: string, change: string) => void): Template {
  const { Transform: transform, ...rest } = template;
  const kept = [transform].flat().filter((name) => name !== undefined && !strippedTransforms.has(String(name)));
  const stripped = [transform].flat().filter((name) => name !== undefined && strippedTransforms.has(String(name)));
  for (const name of stripped) note('-', `transform ${String(name)} is left out`);
  return kept.length === 0 ? rest : { ...rest, Transform: kept };
}
