import { Template } from 'aws-cdk-lib/assertions';
import { stacksOf } from './stacks';
import type { Variant } from './variants';

export { assemblyFolder, stacksOf } from './stacks';

const templates = new Map<string, Template>();

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
