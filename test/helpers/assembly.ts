import { Template } from 'aws-cdk-lib/assertions';
import { type AssemblyStack, readAssembly } from '../../scripts/build/assembly';
import type { Variant } from './variants';

/** Environment variable that names the folder of a variant's cloud assembly. */
export function assemblyVariable(variant: Variant): string {
  return `TEST_ASSEMBLY_${variant.toUpperCase()}`;
}

/** Folder of a variant's cloud assembly, synthesized once by the global set-up. */
export function assemblyFolder(variant: Variant = 'default'): string {
  const folder = process.env[assemblyVariable(variant)];
  if (!folder) throw new Error(`no assembly of ${variant}: run this test through jest, with its global set-up`);
  return folder;
}

const assemblies = new Map<Variant, readonly AssemblyStack[]>();
const templates = new Map<string, Template>();

/** All stacks of a variant's assembly. */
export function stacksOf(variant: Variant = 'default'): readonly AssemblyStack[] {
  const known = assemblies.get(variant) ?? readAssembly(assemblyFolder(variant));
  assemblies.set(variant, known);
  return known;
}

/** The template of one stack of an environment, for example `template('Prod', 'Data')`. */
export function template(environment: string, stack: string, variant: Variant = 'default'): Template {
  return templateAt(`PipelineStack/${environment}/${stack}`, variant);
}

/** The template of PipelineStack. */
export function pipelineTemplate(variant: Variant = 'default'): Template {
  return templateAt('PipelineStack', variant);
}

/** The template of the stack with this construct path. */
export function templateAt(path: string, variant: Variant = 'default'): Template {
  const key = `${variant}:${path}`;
  const known = templates.get(key);
  if (known) return known;
  const stack = stacksOf(variant).find((candidate) => candidate.path === path);
  if (!stack) {
    const paths = stacksOf(variant).map((candidate) => candidate.path);
    throw new Error(`no stack ${path} in ${variant}; there are ${paths.join(', ')}`);
  }
  const made = Template.fromJSON(structuredClone(stack.template) as unknown as Record<string, unknown>);
  templates.set(key, made);
  return made;
}
