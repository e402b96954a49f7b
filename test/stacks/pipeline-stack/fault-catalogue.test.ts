import { placesIn } from '@delivery/rehearsal/faults/places';
import { faultsAt } from '../../../rehearsal/faults/all';
import { chainOf } from '../../../scripts/build/chain';
import { actionsOf } from '../../helpers/pipeline-definition';
import { stacksOf } from '../../helpers/stacks';
import { configurationOf, type Variant, variants } from '../../helpers/variants';

/** The pipeline's stages, as whoever carries it out knows them. */
function stagesOf(variant: Variant) {
  const actions = actionsOf(variant);
  const names = chainOf(stacksOf(variant)).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(5);
  return names.map((name) => ({ name, actions: actions.filter(({ stage }) => stage === name) }));
}

test.each(variants)('every fault is to be stopped by an action of the pipeline: %s', (variant) => {
  const gates = actionsOf(variant).map(({ stage, name }) => `${stage}/${name}`);
  const faults = faultsAt(placesIn(stagesOf(variant)));
  expect(faults.length).toBeGreaterThan(15);
  expect(faults.map(({ gate }) => gate).filter((gate) => !gates.includes(gate))).toEqual([]);
});

test.each(variants)('faults meet the first environment: %s', (variant) => {
  expect(placesIn(stagesOf(variant)).environment).toBe(configurationOf(variant).environments[0]?.name);
});
