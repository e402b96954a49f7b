import type { BuildSpec, FileSelection } from '../../model/build-spec';
import { collectFiles } from './collect-files';

/**
 * Fills the output artifacts of a build from its source folder. One output may be the primary artifact or a secondary one
 * of its name; several are always secondary ones.
 *
 * @returns why it failed, or undefined
 */
export async function fillOutputs(
  source: string,
  spec: BuildSpec,
  outputs: readonly string[],
  folderOf: (artifact: string) => Promise<string>,
): Promise<string | undefined> {
  for (const name of outputs) {
    const selection: FileSelection | undefined =
      spec.secondaryArtifacts[name] ?? (outputs.length === 1 ? spec.artifacts : undefined);
    if (!selection) return `The build specification declares no artifact ${name}, which the action puts out.`;
    const count = await collectFiles(source, selection, await folderOf(name));
    if (count === 0) {
      return `No file fits the artifact ${name}: ${selection.files.join(', ')} in ${selection.baseDirectory}.`;
    }
  }
  return undefined;
}
