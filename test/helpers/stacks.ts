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

/** All stacks of a variant's assembly, as plain data: a test that needs no more is spared loading the CDK. */
export function stacksOf(variant: Variant = 'default'): readonly AssemblyStack[] {
  const known = assemblies.get(variant) ?? readAssembly(assemblyFolder(variant));
  assemblies.set(variant, known);
  return known;
}
