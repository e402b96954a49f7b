import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DeliveryConfiguration, type DeliveryData, parseConfiguration } from '../lib/config';
import { Accounts } from '../scripts/accounts/access';
import { type AssemblyStack, readAssembly } from '../scripts/build/assembly';
import { examine } from '../scripts/doctor/examine';
import { looks } from '../scripts/doctor/looks';
import { Turns } from '../scripts/doctor/turns';
import { europeData } from '../test/fixtures/europe';
import { accountProfiles, withVariables } from '../test/helpers/account-profiles';
import { healthyAws } from '../test/helpers/healthy-aws';
import { type RecordedAws, recordedAws } from '../test/helpers/recorded-aws';
import { ofAQuickSynth, synthesize } from '../test/helpers/synthesize';
import { type Figure, list } from './figure';
import { alternate, median } from './statistics';

/** What every call of the simulated AWS takes, in milliseconds: about a request to another continent. */
const latencyMs = 100;
/** Smallest ratio of the two times. */
const leastDoctorRatio = 4;

/**
 * The doctor over three simulated accounts whose every call takes its time, against the same calls answered one after another.
 * Without the synthesis, which goes on beside the calls.
 */
export async function measureDoctor(rounds: number): Promise<Figure> {
  const data = inThreeAccounts();
  const configuration = parseConfiguration(data, {});
  const stacks = synthesized(data);
  const aws = await recordedAws();
  const accounts = [...new Set(configuration.environments.flatMap(({ account }) => account ?? []))];
  const given = accountProfiles(aws.endpoint, accounts);
  const restore = withVariables(given.variables);
  const look = (sideBySide: number) => async () => {
    answer(aws, sideBySide);
    const begun = performance.now();
    await lookOnce(configuration, stacks, new Accounts({ profiles: given.profiles }));
    return (performance.now() - begun) / 1000;
  };
  try {
    const { first, second } = await alternate(rounds, look(1), look(Number.POSITIVE_INFINITY));
    return {
      name: `one call after another / the doctor, ${accounts.length} accounts, ${latencyMs} ms a call`,
      value: median(first) / median(second),
      unit: 'x',
      limit: { atLeast: leastDoctorRatio },
      detail: `${list(first, 's')} to ${list(second, 's')}, ${aws.calls.length} calls`,
    };
  } finally {
    restore();
    given.remove();
    await aws.close();
  }
}

/** The pipeline shares the account of the first environment. */
function inThreeAccounts(): DeliveryData {
  return { ...europeData, pipeline: { ...europeData.pipeline, account: europeData.environments[0]?.account } };
}

function synthesized(data: DeliveryData): readonly AssemblyStack[] {
  Object.assign(process.env, ofAQuickSynth);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    synthesize({ data, env: {} }, folder);
    return readAssembly(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Answers so many calls at a time. */
function answer(aws: RecordedAws, sideBySide: number): void {
  const turns = new Turns(sideBySide);
  aws.play((call) =>
    turns.take(async () => {
      await sleep(latencyMs);
      return healthyAws(call);
    }),
  );
}

/** @throws Error if the simulated accounts are not in order: then something else was measured */
async function lookOnce(
  configuration: DeliveryConfiguration,
  stacks: readonly AssemblyStack[],
  accounts: Accounts,
): Promise<void> {
  const subject = { configuration, stacks: Promise.resolve(stacks), now: new Date() };
  const { seen, findings, unseen } = await examine({ looks, subject, accounts });
  if (seen.length > 0 && findings.length + unseen.length === 0) return;
  throw new Error(`the simulated accounts are not in order: ${JSON.stringify([...findings, ...unseen])}`);
}
