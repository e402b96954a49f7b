import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../../checks/smoke/browser/find-browser';
import type { GateVerdict } from '../../contracts/evidence';
import { type GateName, gates } from '../../contracts/gates';
import type { GateCase } from './case';
import { type CaseResult, signatureOf } from './case-result';
import type { Bundle } from './world/bundle';
import { type Left, World } from './world/world';

/** Milliseconds after which a gate hangs. */
const limitMs = 180_000;

/** Plants a case into a world of its own, runs the gate's real program there, and looks at what it has left. */
export async function runCase(tried: GateCase, bundle: Bundle, signal: AbortSignal): Promise<CaseResult> {
  const begin = performance.now();
  const world = new World(bundle.layOut(), tried.gate);
  const end = (problem: string | undefined, signature = ''): CaseResult => ({
    tried,
    problem,
    signature,
    seconds: (performance.now() - begin) / 1000,
  });
  try {
    await world.start();
    if (tried.kind !== 'sabotage') world.giveTime();
    if (tried.inBrowser) world.browser = findBrowser(process.env);
    await tried.plant(world);
    const left = await runGate(world, tried.gate, signal);
    return end(problemOf(tried, left) ?? world.look(left), signatureOf(tried, reasonsOf(left)));
  } catch (error) {
    return end(String(error));
  } finally {
    await world.stop();
    rmSync(world.folder, { recursive: true, force: true });
  }
}

async function runGate(world: World, gate: GateName, signal: AbortSignal): Promise<Left> {
  const child = spawn(process.execPath, [join(world.folder, `${gates[gate].program}.cjs`)], {
    cwd: world.folder,
    env: world.settle(),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGTERM',
  });
  world.program = child;
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
  }
  const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const file = join(world.folder, 'evidence', world.manifest.environment, `${gate}.json`);
    const evidence = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    return { code, said, evidence, objects: world.aws.objects };
  } finally {
    clearTimeout(limit);
  }
}

interface Verdict {
  readonly verdict: GateVerdict;
  readonly reasons: readonly string[];
}

function verdictIn(evidence: string | undefined): Verdict | undefined {
  return evidence === undefined ? undefined : (JSON.parse(evidence) as Verdict);
}

/** A gate that has no place for its evidence yet only says what is wrong. */
function reasonsOf({ said, evidence }: Left): readonly string[] {
  return verdictIn(evidence)?.reasons ?? said.split('\n');
}

function problemOf(tried: GateCase, left: Left): string | undefined {
  const { code, said, evidence, objects } = left;
  const found = verdictIn(evidence);
  const reasons = reasonsOf(left).join('\n');
  if (tried.kind !== 'sabotage') {
    if (code === 0 && found?.verdict === 'pass') return undefined;
    const was = tried.kind === 'neighbour' ? 'it was stopped' : 'it is known not to be stopped, and was';
    return `${was} with ${code}:\n${reasons.slice(0, 2_000)}`;
  }
  if (code === null) return `the gate did not end:\n${said.slice(-1_000)}`;
  if (code === 0) return 'it passed';
  if (found?.verdict === 'pass') return `the program ended with ${code}, and its evidence says pass`;
  const stored = [...objects].find(([, text]) => /"verdict": "pass"/.test(text));
  if (stored) return `the stored evidence says pass: ${stored[0]}`;
  if (!tried.says.test(reasons))
    return `it was stopped by something else than ${tried.says}:\n${reasons.slice(0, 2_000)}`;
  return undefined;
}
