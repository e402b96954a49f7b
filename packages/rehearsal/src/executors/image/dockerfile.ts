/** One instruction of a Dockerfile, continuation lines joined. */
export interface Instruction {
  /** Upper case, for example `RUN`. */
  readonly name: string;
  readonly args: string;
  /** Number of its first line, from 1. */
  readonly line: number;
}

/** One build stage: `FROM` and what follows it. */
export interface BuildStage {
  /** Image or earlier stage that it starts from, arguments replaced. */
  readonly from: string;
  /** Its name after `AS`, lower case. */
  readonly name?: string;
  readonly instructions: readonly Instruction[];
}

/**
 * Reads a Dockerfile as far as instructions and stages go.
 *
 * @param buildArguments values of `--build-arg`; they win over the defaults of `ARG` before the first `FROM`
 */
export function readDockerfile(
  text: string,
  buildArguments: Readonly<Record<string, string>> = {},
): readonly BuildStage[] {
  const global: Record<string, string> = {};
  const stages: { from: string; name?: string; instructions: Instruction[] }[] = [];
  for (const instruction of readInstructions(text)) {
    const current = stages.at(-1);
    if (instruction.name === 'FROM') {
      const words = instruction.args.split(/\s+/).filter((word) => !word.startsWith('--'));
      const name = words[1]?.toUpperCase() === 'AS' ? words[2]?.toLowerCase() : undefined;
      stages.push({
        from: expand(words[0] ?? '', global),
        instructions: [],
        name,
      });
    } else if (current) {
      current.instructions.push(instruction);
    } else if (instruction.name === 'ARG') {
      const { key, value } = keyValue(instruction.args);
      global[key] = buildArguments[key] ?? value ?? '';
    }
  }
  return stages;
}

/** The stages up to a target, which is one of them by its name; all of them if there is none. */
export function stagesUpTo(target: string | undefined, stages: readonly BuildStage[]): readonly BuildStage[] {
  return target === undefined
    ? stages
    : stages.slice(0, 1 + stages.findIndex(({ name }) => name === target.toLowerCase()));
}

/** The image that the last stage stands on in the end, which none of the stages makes; undefined if there is none. */
export function baseOf(stages: readonly BuildStage[]): string | undefined {
  const names = new Set(stages.flatMap(({ name }) => (name === undefined ? [] : [name])));
  return stages.map(({ from }) => from).findLast((from) => from !== '' && !names.has(from.toLowerCase()));
}

/** Replaces `$NAME`, `${NAME}` and `${NAME:-default}`. */
export function expand(text: string, values: Readonly<Record<string, string | undefined>>): string {
  return text.replace(
    /\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g,
    (_whole, braced?: string, fallback?: string, bare?: string) => values[braced ?? bare ?? ''] ?? fallback ?? '',
  );
}

/** `KEY=value` or `KEY`, quotes taken off. */
export function keyValue(text: string): { readonly key: string; readonly value?: string } {
  const [, key = text.trim(), value] = /^\s*(\w+)=(.*)$/s.exec(text) ?? [];
  return value === undefined ? { key } : { key, value: value.trim().replace(/^(["'])(.*)\1$/s, '$2') };
}

/** The variables of an `ENV`, in either spelling, what they name replaced. */
export function variablePairs(
  args: string,
  values: Readonly<Record<string, string | undefined>>,
): readonly (readonly [string, string])[] {
  const [, only = '', rest = ''] = /^(\w+)\s+(.*)$/s.exec(args) ?? [];
  if (only !== '') return [[only, expand(rest, values)]];
  return (args.match(/\w+=(?:"[^"]*"|'[^']*'|\S*)/g) ?? []).map((pair) => {
    const { key, value } = keyValue(pair);
    return [key, expand(value ?? '', values)];
  });
}

function readInstructions(text: string): Instruction[] {
  const found: Instruction[] = [];
  let open: { name: string; args: string; line: number } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    // Comments may stand between continuation lines too.
    if (/^\s*(#|$)/.test(raw)) continue;
    const continued = /\\\s*$/.test(raw);
    const content = raw.replace(/\\\s*$/, '').trim();
    if (open) open.args = `${open.args} ${content}`.trim();
    else {
      const [, name = '', args = ''] = /^(\S+)\s*(.*)$/.exec(content) ?? [];
      open = { name: name.toUpperCase(), args, line: index + 1 };
    }
    if (continued) continue;
    found.push(open);
    open = undefined;
  }
  if (open) found.push(open);
  return found;
}
