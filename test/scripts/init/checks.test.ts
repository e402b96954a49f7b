import {
  accountCheck,
  addressesCheck,
  applicationCheck,
  type Check,
  oneOf,
  pipelineAccountCheck,
  regionCheck,
  runbooksCheck,
  yesOrNo,
} from '../../../scripts/init/checks';
import { fieldsOf } from '../../../scripts/init/source-kinds';

const account = '210987654321';

/** The check of a field of a source. */
function ofSource(kind: Parameters<typeof fieldsOf>[0], name: string): Check<unknown> {
  const field = new Map(fieldsOf(kind)).get(name);
  if (!field) throw new Error(`${kind} has no field ${name}`);
  return field.check(account);
}

const connection = (region: string, owner: string, service = 'codeconnections') =>
  `arn:aws:${service}:${region}:${owner}:connection/12345678-90ab-cdef-1234-567890abcdef`;

/** Each check with an answer that is right, and with one that is wrong for the reason beside it. */
const cases: readonly [string, Check<unknown>, string, string, RegExp][] = [
  ['an application', applicationCheck(['Dev']), 'shop', 'Shop', /lower-case/],
  [
    'an application whose names are too long',
    applicationCheck(['Acceptances2026x']),
    'a'.repeat(20),
    'a'.repeat(32),
    /characters/,
  ],
  ['an account', accountCheck, account, '21098765432', /12 digits/],
  ['an account that is the example', accountCheck, account, '111111111111', /example/],
  ['the account of the pipeline', pipelineAccountCheck, account, 'mine', /12 digits.*"none"/],
  ['a region', regionCheck(account), 'eu-west-1', 'eu-west1', /did you mean "eu-west-1"/],
  ['a region without accounts', regionCheck(undefined), 'us-east-1', 'eu-west-1', /accounts/],
  ['addresses', addressesCheck, 'team@acme.dev, pager@acme.dev', 'team@acme.dev,pager', /email/],
  ['addresses of the example', addressesCheck, 'team@acme.dev', 'shop-team@example.com', /nobody reads/],
  ['addresses that are the same', addressesCheck, 'team@acme.dev', 'team@acme.dev,Team@acme.dev', /twice/],
  ['a word', oneOf(['github', 'gitlab']), 'GitLab', 'gitlap', /did you mean "gitlab"/],
  ['yes or no', yesOrNo, 'no', 'perhaps', /yes, no/],
  ['a repository', ofSource('connection', 'repository'), 'acme/shop', 'https://github.com/acme/shop', /owner\/name/],
  [
    'a repository that is the example',
    ofSource('connection', 'repository'),
    'acme/example',
    'example/tapstack',
    /example/,
  ],
  ['a branch', ofSource('connection', 'branch'), 'release/2.1', 'refs/heads/main', /branch/],
  ['a connection', ofSource('connection', 'connectionArn'), connection('eu-west-1', account), account, /ARN/],
  [
    'a connection that is the example',
    ofSource('connection', 'connectionArn'),
    connection('us-east-1', account),
    'arn:aws:codeconnections:us-east-1:111111111111:connection/00000000-0000-0000-0000-000000000000',
    /example/,
  ],
  [
    'a connection of a region that is none',
    ofSource('connection', 'connectionArn'),
    // Another region than the pipeline's is right: connections are global.
    connection('sa-east-1', account),
    connection('europe', account),
    /"europe"/,
  ],
  [
    'a connection of another account',
    ofSource('connection', 'connectionArn'),
    connection('us-east-1', '432109876543'),
    connection('us-east-1', '432109876543', 'codestar-connections'),
    /share/,
  ],
  ['a repository of CodeCommit', ofSource('codecommit', 'repositoryName'), 'shop', 'acme/shop', /CodeCommit/],
  ['a bucket', ofSource('s3', 'bucketName'), 'acme-sources', 'Acme', /bucket/],
  ['a key', ofSource('s3', 'objectKey'), 'main/source.zip', '', /1 character/],
  ['runbooks', runbooksCheck, 'https://wiki.acme.dev/{runbook}', 'https://wiki.acme.dev/', /\{runbook\}/],
  [
    'runbooks that are the example',
    runbooksCheck,
    'https://acme.dev/{runbook}',
    'https://wiki.example.com/{runbook}',
    /example/,
  ],
];

/** Answers that mean something else than what is typed. */
const meanings = new Map<string, unknown>([
  ['team@acme.dev', ['team@acme.dev']],
  ['team@acme.dev, pager@acme.dev', ['team@acme.dev', 'pager@acme.dev']],
  ['GitLab', 'gitlab'],
  ['no', false],
]);

describe('the check of an answer', () => {
  test.each(cases)('takes what is right, and says what is wrong: %s', (_what, check, right, wrong, reason) => {
    // What an answer means is itself, unless it is a list, a word in another case, or yes or no.
    expect(check(right)).toEqual({ value: meanings.has(right) ? meanings.get(right) : right });
    expect(check(wrong)).toEqual({ wrong: expect.stringMatching(reason) });
  });

  test('no account is an answer for the pipeline alone', () => {
    expect(pipelineAccountCheck('none')).toEqual({ value: undefined });
    expect(accountCheck('none')).toHaveProperty('wrong');
  });

  test('addresses come apart at commas, and yes is true', () => {
    expect(addressesCheck('a@acme.dev, b@acme.dev')).toEqual({ value: ['a@acme.dev', 'b@acme.dev'] });
    expect([yesOrNo('YES'), yesOrNo('no')]).toEqual([{ value: true }, { value: false }]);
  });
});
