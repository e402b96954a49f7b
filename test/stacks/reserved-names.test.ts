import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration } from '../../lib/config';
import { edited, environmentAt, refusal } from '../config/edited';
import { assemblyFolder } from '../helpers/stacks';
import { configurationOf } from '../helpers/variants';

interface Construct {
  readonly id: string;
  readonly path: string;
  readonly children?: Readonly<Record<string, Construct>>;
}

/** The constructs whose names an environment's stacks, or its stage of the pipeline, would share. */
const parents = ['PipelineStack', 'PipelineStack/Delivery/Pipeline'];

function childrenOf(construct: Construct): readonly string[] {
  const children = Object.values(construct.children ?? {});
  const own = parents.includes(construct.path) ? children.map(({ id }) => id) : [];
  return [...own, ...children.flatMap(childrenOf)];
}

test('an environment has no name that the pipeline has used for a part of its own', () => {
  const { tree } = JSON.parse(readFileSync(join(assemblyFolder(), 'tree.json'), 'utf8')) as { tree: Construct };
  const environments = configurationOf().environments.map(({ name }) => name);
  const taken = [...new Set(childrenOf(tree))].filter(
    (id) => /^[A-Z][A-Za-z0-9]{0,15}$/.test(id) && !environments.includes(id),
  );
  expect(taken.length).toBeGreaterThan(10);
  for (const name of taken) {
    const data = edited((delivery) => Object.assign(environmentAt(delivery, 0), { name }));
    expect({ name, code: refusal(() => parseConfiguration(data, {})).code }).toEqual({ name, code: 'TAP1006' });
  }
});
