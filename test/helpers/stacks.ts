import { type AssemblyStack, readAssembly } from '../../scripts/build/assembly';
import type { Variant } from './variants';

/** Environment variable that names the folder of the cloud assembly of a variant. */
export function assemblyVariable(name: string): string {
  return `TEST_ASSEMBLY_${name.toUpperCase()}`;
}

/** Folder of the cloud assembly of a variant, synthesized once by the global set-up. */
export function assemblyFolder(of: Variant = 'default'): string {
  const folder = process.env[assemblyVariable(of)];
  if (!folder) throw new Error(`no assembly of ${of}: run this test through jest, with its global set-up`);
  return folder;
}

const assemblies = new Map<Variant, readonly AssemblyStack[]>();

/** All stacks of a variant's assembly, as plain data: a test that needs no more is spared loading the CDK. */
export function stacksOf(variant: Variant = 'default'): readonly AssemblyStack[] {
  const known = assemblies.get(variant) ?? readAssembly(assemblyFolder(variant));
  assemblies.set(variant, known);
  return known;
}
