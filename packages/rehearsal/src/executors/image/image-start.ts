import { posix } from 'node:path';
import type { ImageStart } from '../../cloud/workloads/task-image';
import { type BuildStage, expand, keyValue, variablePairs } from './dockerfile';

/** What an image says that says nothing; of a base image nobody here knows more. */
const silent: ImageStart = { entryPoint: [], command: [], variables: {}, workdir: '/' };

/**
 * How the containers of a Dockerfile's last stage are started, as far as the Dockerfile says it: of the base image only its name
 * is known.
 *
 * @param buildArguments values of `--build-arg`
 */
export function imageStart(
  stages: readonly BuildStage[],
  buildArguments: Readonly<Record<string, string>> = {},
): ImageStart {
  const known = new Map<string, ImageStart>();
  let last = silent;
  for (const [index, stage] of stages.entries()) {
    last = startOf(stage, known.get(stage.from.toLowerCase()) ?? silent, buildArguments);
    known.set(String(index), last);
    if (stage.name !== undefined) known.set(stage.name, last);
  }
  return last;
}

function startOf(
  { instructions }: BuildStage,
  base: ImageStart,
  buildArguments: Readonly<Record<string, string>>,
): ImageStart {
  const variables: Record<string, string> = { ...base.variables };
  const values: Record<string, string> = { ...base.variables };
  let { workdir } = base;
  let entryPoint: readonly string[] | undefined;
  let command: readonly string[] | undefined;
  for (const { name, args } of instructions) {
    if (name === 'ENTRYPOINT') entryPoint = words(args);
    if (name === 'CMD') command = words(args);
    if (name === 'WORKDIR') workdir = posix.resolve('/', workdir, expand(args, values));
    if (name === 'ARG') {
      const { key, value } = keyValue(args);
      values[key] = buildArguments[key] ?? expand(value ?? '', values);
    }
    if (name === 'ENV') {
      for (const [key, value] of variablePairs(args, values)) variables[key] = values[key] = value;
    }
  }
  return {
    variables,
    workdir,
    entryPoint: entryPoint ?? base.entryPoint,
    // An entry point takes the command of the image below it away, and not one beside it.
    command: command ?? (entryPoint === undefined ? base.command : []),
  };
}

/** The words of a list in JSON; anything else is for a shell. */
function words(text: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list.map(String);
  } catch {
    // Not in JSON.
  }
  return text === '' ? [] : ['/bin/sh', '-c', text];
}
