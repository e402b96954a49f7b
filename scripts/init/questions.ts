import type { DeliveryData } from '../../lib/config';
import { hasPages, type SourceKind } from '../../lib/config/source';
import type { Answers, EnvironmentAnswers } from './answers';
import {
  accountCheck,
  addressesCheck,
  applicationCheck,
  type Check,
  oneOf,
  pipelineAccountCheck,
  regionCheck,
  runbooksCheck,
} from './checks';
import { fieldsOf, kindsExplained, runbooksFlag, sourceKindNames } from './source-kinds';

/** One question, and the flag that answers it. */
export interface Question<T> {
  /** Without dashes, as the command line has it. */
  readonly flag: string;
  /** Whose answer it is, where a flag may be given for several. */
  readonly place?: string;
  readonly text: string;
  /** What an empty answer means, if it passes the check: what the file says now. */
  readonly now?: string;
  readonly check: Check<T>;
}

/** Answers a question, by a flag or by a person; `otherwise` where nobody does, which is for the answerer to tell. */
export type Answerer = <T>(question: Question<T>, otherwise: T) => Promise<T>;

const place = 'pipeline';

/** Asks one question after the other; later ones depend on what was answered. */
export async function collect(data: DeliveryData, answer: Answerer): Promise<Answers> {
  const { application, pipeline, environments } = data;
  const name = await answer(
    {
      flag: 'application',
      text: 'Application, the prefix of names',
      now: application,
      check: applicationCheck(environments.map((environment) => environment.name)),
    },
    application,
  );
  const account = await answer(
    { flag: 'account', place, text: 'Account of the pipeline', now: pipeline.account, check: pipelineAccountCheck },
    // Where the answer lacks, those for the environments do, too.
    '',
  );
  const region = await answer(
    { flag: 'region', place, text: 'Region of the pipeline', now: pipeline.region, check: regionCheck(account) },
    pipeline.region,
  );
  const { source, runbooks } = await askSource(data, account, answer);
  const approvals = await answer(
    {
      flag: 'approvals',
      text: 'Who is told that an approval waits (addresses, with commas)',
      now: pipeline.notifications.approvals.join(','),
      check: addressesCheck,
    },
    pipeline.notifications.approvals,
  );
  const toldNow = failuresNow(pipeline.notifications.failures, approvals);
  const failures = await answer(
    {
      flag: 'failures',
      place,
      text: 'Who is told that the pipeline failed (addresses)',
      now: toldNow.join(','),
      check: (text) => (text === '' ? { value: approvals } : addressesCheck(text)),
    },
    toldNow,
  );
  const answers: EnvironmentAnswers[] = [];
  for (const environment of environments) answers.push(await askEnvironment(environment, account, answer));
  return { application: name, account, region, source, runbooks, approvals, failures, environments: answers };
}

/** Whoever the file names, unless these are examples: then those who are told that an approval waits. */
function failuresNow(named: readonly string[] | undefined, approvals: readonly string[]): readonly string[] {
  return named !== undefined && 'value' in addressesCheck(named.join(',')) ? named : approvals;
}

async function askEnvironment(
  { name, account: now, region: regionNow, alarms, notifications }: DeliveryData['environments'][number],
  pipelineAccount: string | undefined,
  answer: Answerer,
): Promise<EnvironmentAnswers> {
  // All are named, or none is.
  const account =
    pipelineAccount === undefined
      ? undefined
      : await answer<string | undefined>(
          { flag: 'account', place: name, text: `Account of ${name}`, now, check: accountCheck },
          now,
        );
  const region = await answer(
    { flag: 'region', place: name, text: `Region of ${name}`, now: regionNow, check: regionCheck(pipelineAccount) },
    regionNow,
  );
  const { warning, critical } = alarms.subscriptions;
  const ask = (flag: string, text: string, addresses: readonly string[]) =>
    answer({ flag, place: name, text, now: addresses.join(','), check: addressesCheck }, addresses);
  return {
    account,
    region,
    warning: await ask('warning', `Who gets warnings of ${name} (addresses)`, warning),
    critical: await ask('critical', `Who is woken up by ${name} (addresses)`, critical),
    // Asked where somebody is told now: elsewhere it is whoever is told of the pipeline's failures.
    failures:
      notifications && (await ask('failures', `Who is told that ${name} failed (addresses)`, notifications.failures)),
  };
}

async function askSource(
  { pipeline, environments }: DeliveryData,
  account: string | undefined,
  answer: Answerer,
): Promise<Pick<Answers, 'source' | 'runbooks'>> {
  const { source } = pipeline;
  const kind = await answer<SourceKind | undefined>(
    {
      flag: 'source',
      text: `Kind of source (${kindsExplained})`,
      now: source.kind,
      check: oneOf(sourceKindNames),
    },
    undefined,
  );
  if (kind === undefined) return { source, runbooks: undefined };
  const answered = await askFields(kind, source, account, answer);
  const runbooks = hasPages(kind) ? undefined : await askRunbooks(environments[0]?.alarms.runbooks, answer);
  return { source: answered, runbooks };
}

/** One field after the other. Of another kind than the one that was chosen the file says nothing. */
async function askFields(
  kind: SourceKind,
  written: Answers['source'],
  account: string | undefined,
  answer: Answerer,
): Promise<Answers['source']> {
  const before: Readonly<Record<string, unknown>> = kind === written.kind ? written : {};
  const answered: Record<string, unknown> = { kind };
  for (const [name, { flag, question, check, shown = String, otherwise }] of fieldsOf(kind)) {
    const now = name in before ? shown(before[name]) : undefined;
    answered[name] = await answer({ flag, text: question, now, check: check(account) }, otherwise);
  }
  // Each kind has every field of its shape, and each answer has passed its field's check.
  return answered as Answers['source'];
}

/** Where the source has no page for a runbook. */
function askRunbooks(now: string | undefined, answer: Answerer): Promise<string> {
  const text = 'Address of the runbooks, such as https://wiki.../{runbook}';
  return answer({ flag: runbooksFlag, text, now, check: runbooksCheck }, '');
}
