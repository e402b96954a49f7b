import { RunError } from '@delivery/rehearsal/command/run-error';
import { type Answers, withAnswers } from '../../../scripts/init/answers';
import { Flags, parseFlags } from '../../../scripts/init/flags';
import { Interview } from '../../../scripts/init/interview';
import { collect, type Question } from '../../../scripts/init/questions';
import { shippedData } from '../../fixtures/shipped';
import { acme, archive } from './support/answers';

const places = ['pipeline', 'Dev', 'Staging', 'Prod'];

/** The flags that say all of these answers. */
function flagsOf({
  application,
  account,
  region,
  source,
  runbooks,
  approvals,
  failures,
  environments,
}: Answers): string[] {
  const { kind, ...fields } = source;
  const names: Record<string, string> = {
    connectionArn: 'connection-arn',
    bucketName: 'bucket',
    objectKey: 'object-key',
    repositoryName: 'repository',
    create: 'create-repository',
  };
  return [
    ...['--application', application, '--source', kind, '--approvals', approvals.join()],
    ...[
      '--failures',
      `pipeline=${failures.join()}`,
      '--account',
      `pipeline=${account ?? 'none'}`,
      '--region',
      `pipeline=${region}`,
    ],
    ...Object.entries(fields).flatMap(([key, value]) => [`--${names[key] ?? key}`, value === true ? 'yes' : value]),
    ...(runbooks === undefined ? [] : ['--runbooks', runbooks]),
    ...environments.flatMap(({ account: own, region: where, warning, critical, failures: told }, index) => {
      const place = places[index + 1];
      return [
        ...(own === undefined ? [] : ['--account', `${place}=${own}`]),
        ...['--region', `${place}=${where}`, '--warning', `${place}=${warning.join()}`],
        ...['--critical', `${place}=${critical.join()}`],
        ...(told === undefined ? [] : ['--failures', `${place}=${told.join()}`]),
      ];
    }),
  ].map(String);
}

async function byFlags(args: readonly string[]): Promise<Answers> {
  const interview = new Interview(Flags.of(parseFlags(args), places));
  const answers = await collect(shippedData, interview.answer);
  interview.end();
  return answers;
}

async function refusedWith(args: readonly string[]): Promise<RunError> {
  const error = await byFlags(args).catch((reason: unknown) => reason);
  if (error instanceof RunError) return error;
  throw new Error('was accepted');
}

const created: Answers = {
  ...archive,
  runbooks: undefined,
  source: { kind: 'codecommit', repositoryName: 'shop', branch: 'main', create: true },
};

describe('answers by flags', () => {
  test.each([
    ['a connection and accounts', acme],
    ['an archive without accounts', archive],
    ['a repository that is created', created],
  ])('need no question, where all are given: %s', async (_what, answers) => {
    expect(await byFlags(flagsOf(answers))).toEqual(answers);
  });

  test('one flag answers for every place that has none of its own', async () => {
    const shared = flagsOf(acme).filter(
      (word, index, all) => !/^(--region|\w+=\w+-\w+-\d)$/.test(word) || index === all.length,
    );
    const { region, environments } = await byFlags([...shared, '--region', 'eu-west-2', '--region', 'prod=us-west-2']);
    expect([region, ...environments.map((environment) => environment.region)]).toEqual([
      'eu-west-2',
      'eu-west-2',
      'eu-west-2',
      'us-west-2',
    ]);
  });

  test('all that lack are named at once, those of the environments too', async () => {
    const { message, code, exitCode } = await refusedWith(['--source', 's3', '--region', 'us-east-1']);
    expect({ code, exitCode }).toEqual({ code: 'TAP2102', exitCode: 2 });
    for (const flag of ['--application', '--bucket', '--approvals', '--account Prod=', '--critical Dev=']) {
      expect(message).toContain(flag);
    }
    expect(message).not.toContain('--region');
  });

  test('name what each kind of source needs, while none is chosen', async () => {
    const { message } = await refusedWith(['--application', 'acme', '--branch', 'main']);
    const kinds = { connection: 4, codecommit: 3, s3: 3 } as const;
    for (const [kind, count] of Object.entries(kinds)) {
      const asked: string[] = [];
      const own = /provider|repository|branch|connection|bucket|object|runbooks/;
      await collect(shippedData, async (question, otherwise) => {
        if (own.test(question.flag)) asked.push(question.flag);
        return question.flag === 'source' ? (kind as never) : otherwise;
      });
      expect(asked).toHaveLength(count);
      const [, named = ''] = new RegExp(`with --source ${kind}: ([^;]*);`).exec(message) ?? [];
      expect(named).toBe(
        asked
          .filter((flag) => flag !== 'branch')
          .map((flag) => `--${flag}`)
          .join(' '),
      );
    }
    expect((await refusedWith(['--source', 's3'])).message).not.toContain('with --source');
  });

  test.each([
    ['for all', ['--account', '461234567890', '--account', 'none'], /--account is .*twice.*"461234567890".*"none"/],
    ['for a place', ['--region', 'Dev=eu-west-1', '--region', 'dev=eu-west-2'], /--region .*twice for Dev.*eu-west-2/],
    ['with the same value', ['--source', 's3', '--source', 's3'], /--source is .*twice/],
  ])('are refused that are given twice %s', async (_what, args, message) => {
    const error = await refusedWith(args);
    expect({ code: error.code, exitCode: error.exitCode }).toEqual({ code: 'TAP2101', exitCode: 2 });
    expect(error.message).toMatch(message);
  });

  test.each([
    ['a wrong value', ['--account', '42'], 'TAP2101', /--account pipeline=.*"42".*12 digits/],
    ['a place that there is none of', ['--region', 'Stagin=eu-west-1'], 'TAP2101', /did you mean "Staging"/],
    ['what another source asks', [...flagsOf(acme), '--bucket', 'acme'], 'TAP2103', /--bucket/],
    [
      'an account where none are named',
      [...flagsOf(archive), '--account', 'Dev=210987654321'],
      'TAP2103',
      /--account Dev=/,
    ],
  ])('are refused with 2: %s', async (_what, args, code, message) => {
    const error = await refusedWith(args);
    expect({ code: error.code, exitCode: error.exitCode }).toEqual({ code, exitCode: 2 });
    expect(error.message).toMatch(message);
  });
});

describe('a person', () => {
  test('is asked what no flag answers, and offered what the file says', async () => {
    const asked: Question<unknown>[] = [];
    const interview = new Interview(
      Flags.of(
        parseFlags(flagsOf(acme).filter((word) => word !== '--application' && word !== acme.application)),
        places,
      ),
      async <T>(question: Question<T>) => {
        asked.push(question);
        return 'shop' as T;
      },
    );
    const { application } = await collect(shippedData, interview.answer);
    interview.end();
    expect(application).toBe('shop');
    expect(asked.map(({ flag, now }) => ({ flag, now }))).toEqual([
      { flag: 'application', now: shippedData.application },
    ]);
  });

  test.each([
    ['those told of approvals, where the file has examples', shippedData, 'team@acme.dev'],
    ['those that the file names', withAnswers(shippedData, acme), 'on-call@acme.dev,pager@acme.dev'],
  ])('is offered for failures of the pipeline %s', async (_what, data, offered) => {
    let asked: Question<unknown> | undefined;
    await collect(data, async (question, otherwise) => {
      if (question.flag === 'failures' && question.place === 'pipeline') asked = question;
      return question.flag === 'approvals' ? (['team@acme.dev'] as never) : otherwise;
    });
    expect(asked?.now).toBe(offered);
    expect(asked?.check(offered)).toEqual({ value: offered.split(',') });
    expect(asked?.check('')).toEqual({ value: ['team@acme.dev'] });
    expect(asked?.check('nobody')).toHaveProperty('wrong');
  });

  test('is not offered the fields of another kind of source', async () => {
    const offered = new Map<string, string | undefined>();
    const now = withAnswers(shippedData, archive);
    await collect(now, async (question, otherwise) => {
      offered.set(question.flag, question.now);
      return question.flag === 'source' ? ('codecommit' as never) : otherwise;
    });
    expect(offered.get('source')).toBe('s3');
    expect([...offered.keys()]).toEqual(expect.arrayContaining(['repository', 'branch', 'create-repository']));
    expect([offered.get('repository'), offered.get('branch')]).toEqual([undefined, undefined]);
  });
});
