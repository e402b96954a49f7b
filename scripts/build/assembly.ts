import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';

/** A CloudFormation template as synthesized. */
export interface Template {
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** Stands for the account where the configuration names none. */
export const accountOfCredentials = 'the account of the credentials';

/** One stack of a cloud assembly. */
export interface AssemblyStack {
  /** Construct path, for example `PipelineStack/Dev/Network`. */
  readonly path: string;
  /** Name in CloudFormation, for example `Dev-Network`. */
  readonly name: string;
  /** Name of the Stage it belongs to, for example `Dev`; absent for stacks of the app itself. */
  readonly stage?: string;
  /** Account id, or whose it is where the configuration names none. */
  readonly account: string;
  readonly region: string;
  /** Tags of the stack, which CloudFormation gives to everything in it that takes tags. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Version of the bootstrap stack that it takes to deploy this one; absent if it takes none. */
  readonly bootstrapVersion?: number;
  readonly template: Template;
}

interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly environment?: string;
        readonly displayName?: string;
        readonly properties?: {
          readonly directoryName?: string;
          readonly displayName?: string;
          readonly templateFile?: string;
          readonly stackName?: string;
          readonly tags?: Readonly<Record<string, string>>;
          readonly requiresBootstrapStackVersion?: number;
        };
      }
    >
  >;
}

/**
 * Reads every stack of a cloud assembly, those of nested assemblies (one for each Stage) included.
 *
 * @throws CodedError TAP2006 if the folder holds no assembly
 */
export function readAssembly(folder: string, stage?: string): readonly AssemblyStack[] {
  const { artifacts } = readJson<Manifest>(folder, 'manifest.json');
  return Object.entries(artifacts).flatMap(([id, { type, environment, displayName, properties = {} }]) => {
    if (type === 'cdk:cloud-assembly') {
      const name = properties.displayName?.split('/').at(-1);
      return readAssembly(join(folder, properties.directoryName ?? id), name);
    }
    if (type !== 'aws:cloudformation:stack') return [];
    const [account = '', region = ''] = (environment ?? '').replace(/^aws:\/\//, '').split('/');
    return {
      path: displayName ?? id,
      name: properties.stackName ?? id,
      stage,
      account: account === 'unknown-account' ? accountOfCredentials : account,
      region,
      tags: properties.tags,
      bootstrapVersion: properties.requiresBootstrapStackVersion,
      template: readJson<Template>(folder, properties.templateFile ?? ''),
    };
  });
}

function readJson<T>(folder: string, file: string): T {
  try {
    return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
  } catch (cause) {
    throw new CodedError('TAP2006', `${join(folder, file)}: no cloud assembly; run npm run synth first`, { cause });
  }
}
