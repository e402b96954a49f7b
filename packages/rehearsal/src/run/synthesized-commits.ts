import type { Assembly } from './assembly';
import { type Cdk, cdkIn } from './cdk';
import { checkAccounts } from './check-accounts';
import { checkSources } from './check-sources';
import { checkStages } from './check-stages';
import { checkVariables } from './check-variables';
import { standingEnvironments } from './environments';
import { describeInventory, type Inventory, inventoryOf, refuseForeign } from './inventory';
import { checkDatabase } from './machine-check';
import type { Clone, RehearsedCommit } from './rehearsed-commit';
import type { CommitContext } from './run-context';
import { defaultAccount } from './surroundings';
import { synthesize } from './synthesize';

/** Resources behind which a database server is started. */
const databaseTypes = ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'];

/** The commit whose pipeline is deployed first, synthesized. */
export interface SynthesizedCommit {
  readonly cdk: Cdk;
  readonly assembly: Assembly;
}

/** All commits of a run, known to be such that they can be carried out. */
export interface SynthesizedCommits extends SynthesizedCommit {
  /** Names of the environments that stand deployed before the push, in order. */
  readonly standing: readonly string[];
  /** What of the pushed commit's pipeline can be carried out. */
  readonly inventory: Inventory;
}

/**
 * Synthesizes the commits, and holds what was ordered, and what the machine has, against the pushed one.
 *
 * @throws RunError for a commit that can't be synthesized, a pipeline that can't be carried out, and options that don't fit it
 */
export async function synthesizeCommits(run: CommitContext, commit: RehearsedCommit): Promise<SynthesizedCommits> {
  const { options, surroundings, faults, emit } = run;
  const { machine, configuration, pushed, deployed } = commit;
  const synthesized = async (clone: Clone): Promise<SynthesizedCommit> => {
    const cdk = cdkOf(run, commit, clone);
    const { pipelineStack, synth } = configuration;
    const settings = {
      account: defaultAccount,
      pipelineStack: options.pipeline ?? pipelineStack,
      synth,
      kept: surroundings.assembliesFolder,
    };
    return { cdk, assembly: await synthesize(cdk, clone.revision, settings, emit) };
  };
  const first = await synthesized(deployed);
  // The pushed commit's own stages count: self-mutation brings them.
  const { assembly } = deployed === pushed ? first : await synthesized(pushed);
  await checkStages(options.until, faults, assembly);
  const inventory = await inventoryOf(assembly);
  if (options.inventory || options.project !== undefined) {
    for (const text of describeInventory(inventory)) emit({ type: 'phase', text });
  }
  refuseForeign(inventory);
  checkSources(Object.keys(options.sources ?? {}), inventory.pipeline);
  checkVariables(Object.keys(options.pipelineVariables ?? {}), inventory.pipeline);
  checkAccounts(assembly);
  const standing =
    options.from === undefined
      ? []
      : await standingEnvironments({ revision: options.from, assembly: first.assembly }, assembly, options.until);
  if (await assembly.hasAny(databaseTypes)) {
    checkDatabase({ toolsDir: surroundings.toolsDir, path: machine.path }, machine.databaseUrl);
  }
  return { ...first, standing, inventory };
}

/** The CDK's command line as a clone of the commit has it. */
function cdkOf({ options, network, signal }: CommitContext, commit: RehearsedCommit, { folder, path }: Clone): Cdk {
  const { machine, configuration, home, project } = commit;
  return cdkIn({
    clone: folder,
    app: project.app,
    path,
    machine,
    wayOut: network,
    passedOn: configuration.variables,
    // A person's credentials tell the CDK their account: https://docs.aws.amazon.com/cdk/v2/guide/configure-env.html
    variables: { CDK_DEFAULT_ACCOUNT: defaultAccount, ...options.variables },
    home,
    signal,
  });
}
