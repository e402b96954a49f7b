import type { DeliveryData } from '../../lib/config';
import type { Answers, EnvironmentAnswers } from './answers';
import {
  accountCheck,
  addressesCheck,
  applicationCheck,
  branchCheck,
  bucketCheck,
  type Check,
  codeCommitCheck,
  connectionCheck,
  objectKeyCheck,
  oneOf,
  pipelineAccountCheck,
  regionCheck,
  repositoryCheck,
  runbooksCheck,
  yesOrNo,
} from './checks';

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

type Source = DeliveryData['pipeline']['source'];

/** What the file says of the source, by field; of another kind than the one that was chosen it says nothing. */
type Now = Readonly<Record<string, string | undefined>>;

async function askSource(
  { pipeline, environments }: DeliveryData,
  account: string | undefined,
  answer: Answerer,
): Promise<{ readonly source: Source; readonly runbooks: string | undefined }> {
  const { source } = pipeline;
  const kind = await answer<Source['kind'] | undefined>(
    {
      flag: 'source',
      text: 'Kind of source (connection: GitHub, GitLab or Bitbucket; codecommit; s3)',
      now: source.kind,
      check: oneOf<Source['kind']>(['connection', 'codecommit', 's3']),
    },
    undefined,
  );
  const now: Now =
    kind === source.kind ? Object.fromEntries(Object.entries(source).map(([key, value]) => [key, String(value)])) : {};
  switch (kind) {
    case 'connection':
      return { source: await askConnection(now, account, answer), runbooks: undefined };
    case 'codecommit':
      return { source: await askCodeCommit(now, answer), runbooks: undefined };
    case 's3':
      return {
        source: await askBucket(now, answer),
        runbooks: await askRunbooks(environments[0]?.alarms.runbooks, answer),
      };
    case undefined:
      return { source, runbooks: undefined };
  }
}

async function askConnection(now: Now, account: string | undefined, answer: Answerer): Promise<Source> {
  return {
    kind: 'connection',
    provider: await answer(
      {
        flag: 'provider',
        text: 'Who keeps the repository (github, gitlab, bitbucket)',
        now: now.provider,
        check: oneOf(['github', 'gitlab', 'bitbucket']),
      },
      'github',
    ),
    repository: await answer(
      { flag: 'repository', text: 'Repository (owner/name)', now: now.repository, check: repositoryCheck },
      '',
    ),
    branch: await answer({ flag: 'branch', text: 'Branch', now: now.branch, check: branchCheck }, ''),
    connectionArn: await answer(
      {
        flag: 'connection-arn',
        text: 'ARN of the connection',
        now: now.connectionArn,
        check: connectionCheck(account),
      },
      '',
    ),
  };
}

async function askCodeCommit(now: Now, answer: Answerer): Promise<Source> {
  return {
    kind: 'codecommit',
    repositoryName: await answer(
      { flag: 'repository', text: 'Repository of CodeCommit', now: now.repositoryName, check: codeCommitCheck },
      '',
    ),
    branch: await answer({ flag: 'branch', text: 'Branch', now: now.branch, check: branchCheck }, ''),
    create: await answer(
      {
        flag: 'create-repository',
        text: 'Is the pipeline to create it (yes, no)',
        now: now.create === undefined ? undefined : now.create === 'true' ? 'yes' : 'no',
        check: yesOrNo,
      },
      false,
    ),
  };
}

async function askBucket(now: Now, answer: Answerer): Promise<Source> {
  return {
    kind: 's3',
    bucketName: await answer(
      { flag: 'bucket', text: 'Bucket, with versioning', now: now.bucketName, check: bucketCheck },
      '',
    ),
    objectKey: await answer(
      { flag: 'object-key', text: 'Key of the zip file in it', now: now.objectKey, check: objectKeyCheck },
      '',
    ),
  };
}

/** An archive has no page for a runbook. */
function askRunbooks(now: string | undefined, answer: Answerer): Promise<string> {
  const text = 'Address of the runbooks, such as https://wiki.../{runbook}';
  return answer({ flag: 'runbooks', text, now, check: runbooksCheck }, '');
}
