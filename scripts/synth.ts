import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import { count } from '@delivery/rehearsal/report/count';
import { Command } from 'commander';
import { services } from '../lib/config';
import { readPin } from '../lib/config/pin';
import { requireOwnPlaces } from './build/acknowledged-places';
import { acknowledgedRules, recordRules, requireRecordedRules } from './build/acknowledged-rules';
import { requireAlarmKinds } from './build/alarm-kinds';
import { readAssembly } from './build/assembly';
import { prepareAssemblyFolder } from './build/assembly-folder';
import { type ChainStage, chainOf, describeChain } from './build/chain';
import { findingsAsJUnit, readFindings, requireEveryStack } from './build/findings';
import { requireJobFiles } from './build/job-files';
import { requireLoadTests } from './build/load-tests';
import { manifestsOf } from './build/manifests';
import { describePins, requirePinnedStacks } from './build/pinned-stacks';
import { requireProductionLoad } from './build/production-load';
import { publicAddresses } from './build/public-addresses';
import { describeNeeds, quotaNeeds } from './build/quotas/report';
import { describeRecords, recordsByHand } from './build/records';
import { run } from './build/run';
import { refuseWeakSettings, refuseWeakVariables, type SettingsSource } from './build/weakenings';
import { withoutProduction } from './build/without-production';
import { runCommand } from './command';
import { pipelinePicture } from './docs/picture';

/**
 * The strict gate: synthesizes everything with every check on, and ends with 1 on a finding, a warning, a deprecation, an
 * unused acknowledgement, a stack that was not looked at, or anything that would have made the checks weaker.
 *
 * Usage: node --import tsx scripts/synth.ts [--output FOLDER] [--record]
 *
 * Exit codes: 0 nothing was found; 1 something was; 2 wrong use; 130 interrupted.
 */

const root = dirname(__dirname);
/** Number of acknowledged findings by rule, for whoever reviews a commit. */
const list = 'docs/acknowledgements.json';

function settingsOf(file: string, contextOf: (content: Record<string, unknown>) => unknown): SettingsSource {
  const content = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
  return { file, content, context: (contextOf(content) ?? {}) as Record<string, unknown> };
}

async function synthesize(args: readonly string[], { signal }: AbortController): Promise<number> {
  const command = new Command('npm run synth --')
    .description('Synthesizes everything with every check on; ends with 1 on anything that is found.')
    .option('--output <folder>', 'folder of the cloud assembly', join(root, 'cdk.out'))
    .option('--record', `write into ${list} how many findings of each rule are acknowledged`)
    .allowExcessArguments(false)
    .exitOverride()
    .parse(args, { from: 'user' });
  const options = command.opts<{ readonly output: string; readonly record?: boolean }>();
  const output = resolve(options.output);
  refuseWeakVariables(process.env);
  refuseWeakSettings([
    settingsOf(join(homedir(), '.cdk.json'), ({ context }) => context),
    settingsOf(join(root, 'cdk.json'), ({ context }) => context),
    settingsOf(join(root, 'cdk.context.json'), (content) => content),
  ]);
  requireJobFiles(root);
  prepareAssemblyFolder(output);
  try {
    await run(
      process.execPath,
      [
        join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk'),
        'synth',
        '--strict',
        '--quiet',
        '--no-lookups',
        '--no-notices',
        '--output',
        output,
      ],
      { cwd: root, env: { ...process.env, JSII_DEPRECATED: 'fail' } },
    );
  } catch (cause) {
    signal.throwIfAborted();
    throw new CodedError('TAP2003', 'the strict gate stopped at what stands above', { cause });
  } finally {
    const { findings } = readFindings(output);
    mkdirSync(join(root, 'reports'), { recursive: true });
    writeFileSync(join(root, 'reports', 'nag.xml'), findingsAsJUnit(findings));
  }
  const stacks = readAssembly(output);
  const read = readFindings(output);
  requireEveryStack(stacks, read);
  requireOwnPlaces(read.findings);
  const rules = acknowledgedRules(read.findings);
  if (options.record) recordRules(rules, join(root, list));
  else requireRecordedRules(rules, join(root, list), list);
  const pin = readPin();
  requirePinnedStacks(stacks, pin);
  const manifests = manifestsOf(stacks);
  requireAlarmKinds(manifests, stacks);
  requireLoadTests(manifests, join(root, 'loadtests'), services);
  requireProductionLoad(manifests, join(root, 'loadtests'));
  const chain = chainOf(stacks);
  console.log(describeChain(chain));
  console.log(describeNeeds(quotaNeeds(stacks)));
  const records = describeRecords(recordsByHand(stacks));
  if (records) console.log(records);
  if (!isDrawn(chain)) {
    console.log(
      'docs/pipeline.svg shows another pipeline than this one: npm run docs draws it anew, and lists the faults anew',
    );
  }
  const pins = describePins(stacks, pin);
  if (pins) console.log(pins);
  for (const warning of [...publicAddresses(stacks), ...withoutProduction(manifests)]) console.log(warning);
  console.log(
    `${count(stacks.length, 'stack')} looked at; ${count(read.findings.length, 'finding')}, all acknowledged with a reason`,
  );
  // Last, because it says that the assembly passed.
  writeFileSync(join(output, 'findings.json'), `${JSON.stringify(read.findings, undefined, 2)}\n`);
  return 0;
}

function isDrawn(chain: readonly ChainStage[]): boolean {
  const file = join(root, 'docs', 'pipeline.svg');
  return existsSync(file) && readFileSync(file, 'utf8') === pipelinePicture(chain);
}

runCommand(synthesize);
