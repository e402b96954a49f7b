import { importedNames, weakReferences } from './deployed-template';
import type { Import } from './importers';
import type { LivingStack } from './living-stacks';

/** For the id of each stack, the ids of those that must be gone before it is deleted. */
export type DeletionOrder = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The reverse of the dependencies: whoever reads from a stack goes before it.
 *
 * Besides what CloudFormation says of imports, the templates are read: no import shows of an output that is read by name
 * from another region, and none of a stack whose deletion has begun.
 */
export function deletionOrder(stacks: readonly LivingStack[], imports: readonly Import[]): DeletionOrder {
  const order = new Map(stacks.map(({ id }) => [id, new Set<string>()]));
  const wait = (producer: LivingStack, consumer: LivingStack | undefined): void => {
    if (consumer !== undefined && consumer !== producer) order.get(producer.id)?.add(consumer.id);
  };
  for (const { exporter, importer } of imports) {
    wait(
      exporter,
      stacks.find(({ name, region }) => name === importer && region === exporter.region),
    );
  }
  for (const consumer of stacks) {
    const names = importedNames(consumer.template);
    const weak = weakReferences(consumer.template, consumer.region);
    for (const producer of stacks) {
      const strong = producer.region === consumer.region && producer.exports.some((name) => names.includes(name));
      if (strong || weak.includes(`${producer.region}/${producer.name}`)) wait(producer, consumer);
    }
  }
  return order;
}

/** The stacks by steps: each step goes side by side, when those before are gone. */
export function stepsOf(stacks: readonly LivingStack[], order: DeletionOrder): readonly (readonly LivingStack[])[] {
  const steps: LivingStack[][] = [];
  const gone = new Set<string>();
  let left = [...stacks];
  while (left.length > 0) {
    const free = left.filter(({ id }) => [...(order.get(id) ?? [])].every((before) => gone.has(before)));
    // CloudFormation lets no stacks import from each other in a circle; weak references could.
    const step = free.length > 0 ? free : left;
    steps.push(step);
    for (const { id } of step) gone.add(id);
    left = left.filter((stack) => !step.includes(stack));
  }
  return steps;
}
