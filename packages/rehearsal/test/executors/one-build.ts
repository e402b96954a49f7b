import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { DeployedProject } from '../../src/cloud/base/contracts';
import type { ActionRun } from '../../src/engine/executor';
import { buildExecutor } from '../../src/executors/codebuild/build-executor';
import type { Equip } from '../../src/executors/codebuild/job-equipment';
import type { BuildConfiguration } from '../../src/model/action-configuration';
import type { WayOut } from '../../src/network/network';
import { actionRun, executorContext, fakeCloud, temporaryFolder } from './fake-cloud';

const folder = temporaryFolder();
let builds = 0;

const noEquipment: Equip = () => {
  throw new Error('this project is not privileged');
};

/** Runs one build of a project with this specification. */
export async function build(
  spec: Record<string, unknown>,
  options: {
    readonly project?: Partial<DeployedProject>;
    readonly configuration?: Partial<BuildConfiguration>;
    readonly run?: Partial<Omit<ActionRun<BuildConfiguration>, 'action'>>;
    readonly inputs?: Record<string, Record<string, string>>;
    readonly outputs?: readonly string[];
    readonly equip?: Equip;
    readonly wayOut?: WayOut;
  } = {},
) {
  builds += 1;
  const own = join(folder, String(builds));
  for (const [artifact, files] of Object.entries(options.inputs ?? {})) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(own, 'in', artifact), { recursive: true });
      writeFileSync(join(own, 'in', artifact, name), text);
    }
  }
  const fake = fakeCloud({ buildspec: stringify({ version: 0.2, ...spec }), ...options.project });
  const configuration: BuildConfiguration = {
    kind: 'build',
    project: 'project',
    environmentVariables: '[]',
    ...options.configuration,
  };
  const { run, events, lines } = actionRun(configuration, {
    input: (artifact) => join(own, 'in', artifact),
    output: async (artifact) => {
      mkdirSync(join(own, 'out', artifact), { recursive: true });
      return join(own, 'out', artifact);
    },
    ...options.run,
    action: { inputs: Object.keys(options.inputs ?? {}), outputs: options.outputs ?? [] },
  });
  const context = executorContext(fake.cloud, own, options.wayOut && { wayOut: options.wayOut });
  const executor = buildExecutor(context, options.equip ?? noEquipment);
  const outcome = executor(run);
  return { outcome, events, lines, own, callers: fake.callers };
}

/** A build specification of these commands alone. */
export const commands = (...list: string[]) => ({ phases: { build: { commands: list } } });
