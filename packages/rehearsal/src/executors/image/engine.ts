import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../process/run-program';

/** Programs that build containers, in the order in which they are tried. */
const engineNames = ['docker', 'podman', 'buildah'] as const;
export type EngineName = (typeof engineNames)[number];

export interface Engine {
  readonly name: EngineName;
  /** The user's variables that lead the engine to its daemon, its storage and the network. */
  readonly env: Readonly<Record<string, string>>;
}

export type EngineSearch =
  | { readonly engine: Engine; readonly base: string }
  /** Why none is usable, one reason for each that is there. */
  | { readonly engine: undefined; readonly reason: string };

/** Milliseconds for an engine to say that it is there. */
const answerMs = 10_000;
/** Tag of the trial build, which is removed again. */
const trialTag = 'localhost/rehearsal-trial';
/** Milliseconds for the trial build, which may have to pull the base image. */
const trialMs = 180_000;

/**
 * Looks for an engine with which an image can really be built: it answers, and a trial build from the base image succeeds. A
 * client without its daemon, or a base that can't be pulled, is no engine.
 *
 * @param base the image after FROM, pinned
 */
export async function findEngine(base: string, path: string, signal: AbortSignal): Promise<EngineSearch> {
  const folder = await mkdtemp(join(tmpdir(), 'rehearsal-engine-'));
  const reasons: string[] = [];
  try {
    for (const name of engineNames) {
      const engine: Engine = { name, env: engineVariables(name, path) };
      const attempt = async (args: readonly string[], timeLimitMs: number) =>
        runProgram({ program: name, args, cwd: folder, env: engine.env, signal, timeLimitMs });
      const answer = await attempt(name === 'docker' ? ['version'] : ['info'], answerMs);
      if (answer.status === 127) continue;
      if (answer.status !== 0) {
        reasons.push(`${name}: ${lastLine(answer.output)}`);
        continue;
      }
      await writeFile(join(folder, 'Dockerfile'), `FROM ${base}\nRUN true\n`);
      const trial = await attempt(['build', '-t', trialTag, folder], trialMs);
      if (trial.status === 0) {
        await attempt(['rmi', trialTag], answerMs);
        return { engine, base };
      }
      reasons.push(`${name}: a trial build from ${base} failed: ${lastLine(trial.output)}`);
    }
    return { engine: undefined, reason: reasons.join('; ') || `none of ${engineNames.join(', ')} is installed` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const wanted =
  /^(DOCKER_.*|CONTAINER.*|BUILDAH_.*|STORAGE_.*|XDG_RUNTIME_DIR|HOME|SSL_CERT_(FILE|DIR)|(HTTPS?|NO)_PROXY)$/i;

function engineVariables(
  name: EngineName,
  path: string,
  variables: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  // Docker's own format: the other engines' default one has no HEALTHCHECK.
  const env: Record<string, string> = { PATH: path, ...(name === 'docker' ? {} : { BUILDAH_FORMAT: 'docker' }) };
  for (const [variable, value] of Object.entries(variables)) {
    // HOME, because contexts and rootless storage live below it; the job itself never sees it.
    if (wanted.test(variable) && value !== undefined) env[variable] = value;
  }
  return env;
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.slice(0, 300) || 'no word';
}
