import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { AssemblyStack, Template } from '../build/assembly';

/** Logical id of the resource that is planted into every copy. */
export const plantedId = 'PlantedFault';

/** Its name is no bucket's, which cfn-lint reports, and it keeps no access log, which checkov reports. */
const plantedFault = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'Not_A_Bucket_Name' } };

/** A stack, and the cloud assembly that it is from. */
export interface StackOfAssembly {
  /** As a message names it, for example `cdk.out`. */
  readonly assembly: string;
  readonly stack: AssemblyStack;
}

/** One template, as the tools read it: whole, with a fault planted into it. */
export interface PlantedCopy {
  /** Name in the folder of the copies. */
  readonly file: string;
  readonly region: string;
  readonly template: Template;
  /** All that have this template in this region. */
  readonly origins: readonly StackOfAssembly[];
}

/**
 * Copies templates into a folder, equal ones of one region once. A tool that does not report the planted fault of a copy has not looked
 * at it, whatever it printed.
 *
 * @param folder new; nothing else may be in it
 * @throws CodedError TAP2053 if there is no template
 */
export function plantCopies(stacks: readonly StackOfAssembly[], folder: string): readonly PlantedCopy[] {
  if (stacks.length === 0) {
    throw new CodedError('TAP2053', 'there is not one template to look at; `npm run synth` makes those of cdk.out');
  }
  mkdirSync(folder, { recursive: true });
  const copies = new Map<string, PlantedCopy>();
  for (const origin of stacks) {
    const { region, template } = origin.stack;
    const text = JSON.stringify({
      ...template,
      Resources: { ...template.Resources, [plantedId]: plantedFault },
    });
    const key = `${region} ${text}`;
    const known = copies.get(key);
    const file = known?.file ?? `${copies.size}.template.json`;
    copies.set(key, { file, region, template, origins: [...(known?.origins ?? []), origin] });
    writeFileSync(join(folder, file), text);
  }
  return [...copies.values()];
}
