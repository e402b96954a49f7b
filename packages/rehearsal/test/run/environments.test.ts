import { standingEnvironments } from '../../src/run/environments';

const stackNamed = (name: string) => ({
  name,
  account: '222222222222',
  region: 'eu-west-1',
  qualifier: 'hnb659fds',
  templateFile: '',
  assetsFile: '',
  tags: {},
});

/** A commit whose pipeline builds, then deploys stacks into stages of these names. */
const commit = (stages: Readonly<Record<string, readonly string[]>>) => ({
  pipeline: async () => ({
    stack: 'Delivery',
    target: { account: '111111111111', region: 'us-east-1' },
    stages: ['Build', ...Object.keys(stages)].map((name) => ({ name, actions: [] })),
    properties: {},
  }),
  deployableStacks: (stage: string) => (stages[stage] ?? []).map(stackNamed),
});

const weather = commit({ Alpha: ['weather-alpha-data'], Approve: [], Gamma: ['weather-gamma-data'] });

describe('the environments that stand deployed', () => {
  test('are those of the pipeline, up to the last stage that the run comes to', async () => {
    const from = { revision: 'v1', assembly: weather };
    const names = (until?: string) => standingEnvironments(from, weather, until);
    expect(await names()).toEqual(['Alpha', 'Gamma']);
    expect(await names('Alpha')).toEqual(['Alpha']);
    expect(await names('Approve')).toEqual(['Alpha']);
  });

  test('may get further stacks and lose some', async () => {
    const from = { revision: 'v1', assembly: commit({ Alpha: ['weather-alpha-data', 'weather-alpha-old'] }) };
    const pushed = commit({ Alpha: ['weather-alpha-data', 'weather-alpha-new'] });
    expect(await standingEnvironments(from, pushed, undefined)).toEqual(['Alpha']);
  });

  test.each([
    [
      'other environments',
      commit({ Alpha: ['weather-alpha-data'] }),
      undefined,
      /environments Alpha, .* has Alpha, Gamma/,
    ],
    [
      'another application',
      commit({ Alpha: ['tides-alpha-data'], Gamma: ['tides-gamma-data'] }),
      undefined,
      /none of the stacks of Alpha .* tides-alpha-data in 222222222222, eu-west-1, not weather-alpha-data/,
    ],
    ['no environment at all', commit({}), undefined, /environments none, .* has Alpha, Gamma/],
    ['a run that comes to none', weather, 'Build', /comes to none of the environments Alpha, Gamma/],
  ])('are refused of a commit with %s', async (_what, assembly, until, message) => {
    const refused = standingEnvironments({ revision: 'v1', assembly }, weather, until);
    await expect(refused).rejects.toMatchObject({ code: 'TAP4089', message: expect.stringMatching(/--from v1: /) });
    await expect(refused).rejects.toThrow(message);
  });
});
