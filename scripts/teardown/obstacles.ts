import { CodedError } from '@delivery/coded-error';
import type { PipelineState } from './pipeline-at-work';
import type { Plan } from './plan';
import type { Subject } from './subject';

/** What keeps an environment from being taken down, each with what to do about it. Nothing is deleted while there is one. */
export function obstaclesOf(
  { name, pipeline, configured }: Subject,
  plan: Plan,
  state: PipelineState | undefined,
): readonly CodedError[] {
  const obstacles: CodedError[] = [];
  const add = (code: string, message: string) => obstacles.push(new CodedError(code, message));
  if (plan.protections.length > 0) {
    const lines = plan.protections.flatMap(({ what, commands }) => [
      `  ${what}`,
      ...commands.map((line) => `    ${line}`),
    ]);
    const who = configured?.production ? `${name} is production and protected` : `${name} is protected`;
    add(
      'TAP6506',
      `${who}. Whoever may decide that removes each protection by itself, then teardown goes on:\n${lines.join('\n')}`,
    );
  }
  for (const stack of plan.busy) {
    add(
      'TAP6507',
      `${stack.name} (${stack.region}) is ${stack.status}: somebody is at work on it; wait until it is at rest`,
    );
  }
  if (state?.kind === 'on its way') {
    add(
      'TAP6508',
      `the pipeline ${pipeline.name} has an execution in ${state.at} that ${state.at === state.stage ? 'deploys' : 'comes to'} ${name}; wait for it, or close the way and ` +
        `stop it:\n    aws codepipeline disable-stage-transition --region ${pipeline.region} --pipeline-name ${pipeline.name} --stage-name ${state.stage} --transition-type Inbound --reason 'teardown'\n` +
        `    aws codepipeline list-pipeline-executions --region ${pipeline.region} --pipeline-name ${pipeline.name} --max-items 5   # then stop-pipeline-execution, or reject its approval`,
    );
  }
  for (const { exporter, exportName, importer } of plan.foreignImports) {
    add(
      'TAP6510',
      `${importer} (${exporter.region}) imports ${exportName} of ${exporter.name}, which can't be deleted until it no longer does; it is none of ${name}'s stacks, so it stays as it is`,
    );
  }
  return obstacles;
}
