import { arch, type } from 'node:os';
import type { DeployedProject } from '../../cloud/base/contracts';
import type { Difference } from '../../events/events';
import type { BuildSpec } from '../../model/build-spec';
import { shellOf } from './image-shell';

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
  if (spec.shell === 'sh') differences.push({ onAws: "commands run in the image's own sh", here: shellHere(project) });
  for (const setting of spec.notHonoured) differences.push({ onAws: `honours ${setting}`, here: 'has no effect' });
  return differences;
}

function shellHere({ image }: DeployedProject): string {
  return shellOf({ shell: 'sh' }, image) === 'sh'
    ? "commands run in this machine's dash, or its sh if it has none"
    : "commands run in this machine's bash, as sh";
}
