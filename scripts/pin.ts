import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { Command } from 'commander';
import { type DeliveryConfiguration, loadConfiguration, overridesInForce } from '../lib/config';
import { pinFile, pinName, readPin } from '../lib/config/pin';
import { DeliveryApp } from '../lib/pipeline/delivery-app';
import { imageDigest } from '../lib/pipeline/image-digest';
import { type AssemblyStack, readAssembly } from './build/assembly';
import { runCommand } from './command';
import { type PinOrder, updatePin } from './pin/update';

/**
 * `npm run pin`: writes down what the first deployment fixed, so that a commit that changes it is refused at synth; later it moves
 * on what goes in one direction, and says what became of what is gone.
 *
 * Exit codes: 0 written; 1 the configuration can't follow what is pinned; 2 wrong use; 3 the machine lacks something; 130
 * interrupted.
 */

const root = dirname(__dirname);
/** In which a signal that has come meanwhile is heard. */
const turnMs = 20;

function read(args: readonly string[]): PinOrder {
  const command = new Command('npm run pin --')
    .description(`Writes the values that can't change any more into ${pinName}; run it once they are deployed.`)
    .argument('[environments...]', 'environments that are deployed; by default all that are configured')
    .option('--removed <name>', 'an environment, stack or STACK/RESOURCE that is no longer configured', all, [])
    .option('--renamed <old=new>', 'one whose place another one has taken', all, [])
    .exitOverride()
    .parse(args, { from: 'user' });
  const { removed, renamed } = command.opts<{ readonly removed: string[]; readonly renamed: string[] }>();
  return { names: command.args, removed, renamed: renamed.map(readRename) };
}

function all(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** @throws RunError TAP2145 */
function readRename(text: string): PinOrder['renamed'][number] {
  const [name, became, more] = text.split('=');
  if (name && became && more === undefined) return { name, became };
  throw new RunError('TAP2145', exitCodes.wrongUse, `--renamed ${text}: allowed is OLD=NEW, such as Staging=Trial`);
}

/** Without the app's own check, which refuses what this is called to allow, and without the validator, which the strict gate runs. */
function stacksOf(configuration: DeliveryConfiguration): readonly AssemblyStack[] {
  Object.assign(process.env, { CDK_VALIDATION: 'false', CDK_DISABLE_STACK_TRACE: 'true' });
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
  const outdir = mkdtempSync(join(tmpdir(), 'pin-'));
  try {
    new DeliveryApp({
      configuration,
      imageDigest: imageDigest(process.env),
      overrides: overridesInForce(process.env),
      context,
      outdir,
    }).synth();
    return readAssembly(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

runCommand(async (args, { signal }) => {
  const order = read(args);
  const configuration = loadConfiguration(process.env);
  const { pin, said } = updatePin(readPin(), { configuration, stacks: stacksOf(configuration) }, order);
  // The synthesis let nothing else have its turn, an interrupt included.
  await sleep(turnMs);
  signal.throwIfAborted();
  // Whole or not at all.
  writeFileSync(`${pinFile}.new`, `${JSON.stringify(pin, undefined, 2)}\n`);
  renameSync(`${pinFile}.new`, pinFile);
  for (const line of said) console.log(line);
  console.log(`${pinName} is written; commit it`);
  return 0;
});
