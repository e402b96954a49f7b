import { configure, type RehearsalConfiguration } from '../../src/configuration/configuration';
import { gates } from '../support/gates';

const where = 'house.config.ts';
const message = (given: unknown): string => {
  try {
    configure(where, given);
    return 'taken';
  } catch (error) {
    return (error as Error).message;
  }
};

const bell = { name: 'the bell', resource: () => undefined, breaks: [], off: async () => undefined };

describe('what a repository tells the rehearsal', () => {
  test('may be nothing: then no tool is needed, no variable passed on, no fault known', () => {
    const configuration = configure(where, {});
    expect(configuration).toMatchObject({
      variables: [],
      tools: [],
      services: {},
      jobs: {},
      synth: {},
      dockerfile: 'Dockerfile',
      network: {},
    });
    expect(configuration.gates).toBeUndefined();
    expect(configuration.load).toBeUndefined();
    expect(configuration.probe).toBeUndefined();
    expect(configuration.faults({ environment: '', stage: '', at: () => '' })).toEqual([]);
    expect(Object.isFrozen(configuration)).toBe(true);
  });

  test('is taken as it stands', () => {
    const full = {
      pipelineStack: 'House',
      variables: ['HOUSE_*', 'CI'],
      jobs: { variables: ['HOUSE_DATABASE'] },
      synth: { variables: { QUICK: '1' }, imageVariable: 'IMAGE', invalidConfiguration: /wrong/ },
      services: { withDatabase: { TLS: 'off' } },
      tools: [{ program: 'hammer', pinnedIn: 'tools/hammer.json' }, { program: 'saw' }],
      dockerfile: 'house/Dockerfile',
      quotas: { rulesPerSecurityGroup: 120 },
      network: { allowed: ['github.com', 'tools.house.example:8443', '*.house.example'] },
      gates,
      load: { profilesFolder: 'profiles', profileVariable: 'PROFILE', seconds: 32 },
      faults: () => [],
      probe: {
        visitor: async () => ({ visit: async () => [] }),
        switchOffs: [
          {
            name: 'the bell',
            resource: ({ resources: [bell] }) => bell as never,
            breaks: [],
            off: async () => undefined,
          },
        ],
      },
      update: {
        witness: async () => ({ visit: async () => [], write: async () => undefined, missing: async () => [] }),
      },
    } satisfies RehearsalConfiguration;
    expect(configure(where, full)).toEqual(full);
  });

  test.each([
    ['nothing at all', undefined, /the default export: is missing; must be of type object/],
    ['a list', [], /the default export: \[\] must be of type object/],
    ['a key that nobody knows', { pipelineStacks: 'House' }, /"pipelineStacks".*did you mean "pipelineStack"\?.*synth/],
    [
      'a key below that nobody knows',
      { load: { second: 1 } },
      /load: "second".*did you mean "seconds"\?.*profilesFolder/,
    ],
    ['two keys that nobody knows', { tool: [], prob: {} }, /"tools"\?.*"probe"\?/],
    ['a variable that none can be called', { variables: ['A B'] }, /variables\[0\]: 'A B' must be the name/],
    ['a star before its end', { variables: ['*_HOUSE'] }, /variables\[0\]/],
    [
      'a variable twice',
      { variables: ['HOUSE', 'CI', 'HOUSE'] },
      /variables\[2\]: 'HOUSE' stands there twice, first at \[0\]/,
    ],
    [
      'a variable of AWS',
      { variables: ['AWS_SECRET_ACCESS_KEY'] },
      /variables\[0\]: 'AWS_SECRET_ACCESS_KEY' takes AWS_/,
    ],
    ['names that take those of AWS', { variables: ['HOUSE', 'A*'] }, /variables\[1\]: 'A\*' takes AWS_\*/],
    ['a variable of AWS for jobs', { jobs: { variables: ['AWS_*'] } }, /jobs\.variables\[0\]: 'AWS_\*' takes/],
    [
      'where programs are',
      { synth: { variables: { PATH: '/x' } } },
      /synth\.variables\.PATH: 'PATH' is set by the rehearsal/,
    ],
    [
      'an endpoint of AWS',
      { synth: { variables: { AWS_ENDPOINT_URL_S3: 'x' } } },
      /AWS_ENDPOINT_URL_S3' decides where/,
    ],
    ['credentials of AWS', { services: { withDatabase: { AWS_PROFILE: 'x' } } }, /withDatabase\.AWS_PROFILE: .*AWS/],
    [
      'a variable without a value',
      { synth: { variables: { QUICK: 1 } } },
      /synth\.variables\.QUICK: 1 must be of type string/,
    ],
    ['a program twice', { tools: [{ program: 'saw' }, { program: 'saw', pinnedIn: 'p' }] }, /tools\[1\]: .*twice/],
    [
      'a program that is a folder',
      { tools: [{ program: '..' }] },
      /tools\[0\]\.program: '\.\.' must be the name of a program/,
    ],
    ['a program by its path', { tools: [{ program: './saw' }] }, /tools\[0\]\.program: '\.\/saw' must be/],
    ['a path that leads out', { dockerfile: '../Dockerfile' }, /dockerfile: '\.\.\/Dockerfile' must be a path below/],
    ['a path that would lead out elsewhere', { dockerfile: 'a\\..\\..\\b' }, /dockerfile: .* must be a path below/],
    ['a path of spaces', { dockerfile: ' ' }, /dockerfile: ' ' must say something/],
    ['a report twice', { gates: { ...gates, reports: ['r', 'r'] } }, /gates\.reports\[1\]: 'r' stands there twice/],
    [
      'a variable that is no name',
      { load: { profilesFolder: 'p', profileVariable: 'A=B' } },
      /profileVariable: 'A=B' must be the name/,
    ],
    [
      'a load of weeks',
      { load: { profilesFolder: 'p', profileVariable: 'P', seconds: 1e12 } },
      /load\.seconds: 1000000000000 must be/,
    ],
    [
      'a load of no number',
      { load: { profilesFolder: 'p', profileVariable: 'P', seconds: Number.NaN } },
      /load\.seconds/,
    ],
    [
      'gates that answer later',
      { gates: { ...gates, identify: async () => undefined } },
      /gates\.identify: .*must be a function that is not async/,
    ],
    ['faults that come later', { faults: async () => [] }, /faults: .*not async/],
    [
      'a text for a pattern',
      { synth: { invalidConfiguration: 'x' } },
      /invalidConfiguration: 'x' must be of type RegExp/,
    ],
    ['an absolute path', { load: { profilesFolder: '/etc', profileVariable: 'P' } }, /load\.profilesFolder/],
    ['a load of no time', { load: { profilesFolder: 'p', profileVariable: 'P', seconds: 0 } }, /load\.seconds/],
    [
      'a host that is none',
      { network: { allowed: ['https://github.com'] } },
      /network\.allowed\[0\]: 'https:\/\/github\.com' must be a host such as/,
    ],
    ['a host of AWS', { network: { allowed: ['a.example', 's3.amazonaws.com'] } }, /allowed\[1\]: .*reaches AWS/],
    [
      'a host twice',
      { network: { allowed: ['a.example', 'A.example'] } },
      /allowed\[1\]: 'A\.example' stands there twice/,
    ],
    ['gates that nobody can read', { gates: { ...gates, read: 'all' } }, /gates\.read: 'all' must be a function/],
    [
      'gates without what they need',
      { gates: {} },
      /gates\.identify: is missing; must be a function[\s\S]*gates\.evidenceFolder: is missing/,
    ],
    ['a probe of nothing', { probe: { visitor: () => undefined, switchOffs: [] } }, /probe\.switchOffs/],
    [
      'a switch-off that switches nothing off',
      { probe: { visitor: () => undefined, switchOffs: [{ name: 'the bell', breaks: [] }] } },
      /switchOffs\[0\]\.resource: is missing; must be a function[\s\S]*switchOffs\[0\]\.off: is missing/,
    ],
    [
      'a switch-off that is nothing',
      { probe: { visitor: () => undefined, switchOffs: [null] } },
      /switchOffs\[0\]: null must have/,
    ],
    [
      'a switch-off twice',
      { probe: { visitor: () => undefined, switchOffs: [bell, bell] } },
      /probe\.switchOffs\[1\]: .*twice, first at \[0\]/,
    ],
    ['faults that are none', { faults: [] }, /faults: \[\] must be a function/],
  ])('is refused with its place: %s', (_what, given, place) => {
    expect(message(given)).toMatch(/^TAP4066: house\.config\.ts says what is not allowed\. Correct it there/);
    expect(message(given)).toMatch(place);
  });
});
