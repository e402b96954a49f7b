import { arch, type } from 'node:os';
import type { DeployedProject } from '../../cloud/base/contracts';
import type { Difference } from '../../events/events';
import type { BuildSpec } from '../../model/build-spec';

/** How a build on this machine differs from the same build in CodeBuild, whatever it does. */
export function buildDifferences(project: DeployedProject, spec: BuildSpec): Difference[] {
  const differences: Difference[] = [
    {
      onAws: `runs in the image ${project.image} on ${project.computeType}`,
      here: `runs on this machine (${type()} ${arch()}, Node ${process.versions.node}) in a folder of its own`,
    },
    {
      onAws: 'reads and writes artifacts in the artifact bucket, logs in CloudWatch, reports in report groups',
      here: "reads and writes them in folders of this run and of the rehearsal's report",
    },
  ];
  if (spec.shell !== 'bash') differences.push({ onAws: `commands run in ${spec.shell}`, here: 'commands run in bash' });
  for (const setting of spec.notHonoured) differences.push({ onAws: `honours ${setting}`, here: 'has no effect' });
  return differences;
}
