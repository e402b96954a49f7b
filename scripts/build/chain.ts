import { CodedError } from '@delivery/coded-error';
import { count } from '@delivery/rehearsal/report/count';
import type { AssemblyStack, TemplateResource } from './assembly';

/** One stage of the synthesized pipeline, with its actions by order. */
export interface ChainStage {
  readonly name: string;
  /** Action names side by side, one list for each distinct order. */
  readonly steps: readonly (readonly string[])[];
  /** How many of the steps deploy stacks: the depth of the stacks' dependencies. */
  readonly deployLevels: number;
}

/** More levels make every environment wait: what does not depend on each other deploys side by side. */
export const mostDeployLevels = 4;

interface Action {
  readonly Name: string;
  readonly RunOrder: number;
  readonly ActionTypeId: { readonly Provider: string };
}

/**
 * The whole chain of actions of the pipeline in an assembly.
 *
 * @throws CodedError TAP2006 if it holds no pipeline, TAP2005 if a stage deploys in more than four levels
 */
export function chainOf(stacks: readonly AssemblyStack[]): readonly ChainStage[] {
  const pipeline = stacks
    .flatMap(({ template }) => Object.values(template.Resources))
    .find(({ Type }: TemplateResource) => Type === 'AWS::CodePipeline::Pipeline');
  if (!pipeline) throw new CodedError('TAP2006', 'the assembly holds no AWS::CodePipeline::Pipeline');
  const stages = (pipeline.Properties?.Stages ?? []) as readonly { Name: string; Actions: readonly Action[] }[];
  const chain = stages.map(({ Name, Actions }) => {
    const orders = [...new Set(Actions.map(({ RunOrder }) => RunOrder))].sort((a, b) => a - b);
    const deploys = Actions.filter(({ ActionTypeId }) => ActionTypeId.Provider === 'CloudFormation');
    return {
      name: Name,
      steps: orders.map((order) => Actions.filter(({ RunOrder }) => RunOrder === order).map((action) => action.Name)),
      deployLevels: new Set(deploys.map(({ RunOrder }) => RunOrder)).size,
    };
  });
  for (const { name, deployLevels } of chain) {
    if (deployLevels > mostDeployLevels) {
      throw new CodedError(
        'TAP2005',
        `stage ${name}: its stacks deploy in ${deployLevels} levels, allowed are ${mostDeployLevels}; let stacks depend on fewer others`,
      );
    }
  }
  return chain;
}

/** The chain as text, with its length: the number of steps that a commit passes one after the other. */
export function describeChain(chain: readonly ChainStage[]): string {
  const width = Math.max(...chain.map(({ name }) => name.length));
  const lines = chain.map(
    ({ name, steps }) => `  ${name.padEnd(width)}  ${steps.map((actions) => actions.join(' + ')).join(' > ')}`,
  );
  const length = chain.reduce((sum, { steps }) => sum + steps.length, 0);
  const actions = count(chain.flatMap(({ steps }) => steps).flat().length, 'action');
  return [`The chain of actions: ${length} long, ${actions} in ${count(chain.length, 'stage')}`, ...lines].join('\n');
}
