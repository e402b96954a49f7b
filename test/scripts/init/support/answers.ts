import type { Answers } from '../../../../scripts/init/answers';

const team = ['team@acme.dev'];
const onCall = ['on-call@acme.dev', 'pager@acme.dev'];

/** An environment's answers, with what differs. */
function environment(differs: Partial<Answers['environments'][number]>): Answers['environments'][number] {
  return {
    account: '321098765432',
    region: 'eu-west-1',
    warning: team,
    critical: onCall,
    failures: undefined,
    ...differs,
  };
}

/** What a team answers that has an account for Prod alone, and another region for it. */
export const acme: Answers = {
  application: 'acme',
  account: '210987654321',
  region: 'eu-west-1',
  source: {
    kind: 'connection',
    provider: 'gitlab',
    repository: 'acme/shop',
    branch: 'trunk',
    connectionArn: 'arn:aws:codeconnections:us-west-2:210987654321:connection/12345678-90ab-cdef-1234-567890abcdef',
  },
  runbooks: undefined,
  approvals: team,
  failures: onCall,
  environments: [
    environment({}),
    environment({}),
    environment({ account: '432109876543', region: 'eu-central-1', critical: onCall.slice(0, 1), failures: team }),
  ],
};

/** The same in one region, with the same addresses everywhere. */
export const alike: Answers = {
  ...acme,
  environments: acme.environments.map(({ account, failures }) => environment({ account, failures })),
};

/** Everything stays in the account of the credentials, and the source is an archive. */
export const archive: Answers = {
  ...acme,
  account: undefined,
  region: 'us-east-1',
  source: { kind: 's3', bucketName: 'acme-sources', objectKey: 'main/source.zip' },
  runbooks: 'https://wiki.acme.dev/{runbook}',
  environments: acme.environments.map(({ failures }) =>
    environment({ account: undefined, region: 'us-east-1', failures }),
  ),
};
