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

describe('what a repository tells the rehearsal', () => {
  test('may be nothing: then no tool is needed, no variable passed on, no fault known', () => {
    const configuration = configure(where, {});
    expect(configuration).toMatchObject({
      variables: [],
      tools: [],
      services: {},
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
      synth: { variables: { QUICK: '1' }, invalidConfiguration: /wrong/ },
      services: { withDatabase: { TLS: 'off' } },
      tools: [{ program: 'hammer', pinnedIn: 'tools/hammer.json' }, { program: 'saw' }],
      dockerfile: 'house/Dockerfile',
      network: { allowed: ['github.com', 'tools.house.example:8443', '*.house.example'] },
      gates,
      load: { profilesFolder: 'profiles', profileVariable: 'PROFILE', seconds: 32 },
      faults: () => [],
      probe: {
        imageVariable: 'IMAGE',
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
    } satisfies RehearsalConfiguration;
    expect(configure(where, full)).toEqual(full);
  });

  test.each([
    ['nothing at all', undefined, /expected object/],
    ['a key that nobody knows', { pipelineStacks: 'House' }, /"pipelineStacks"/],
    ['a variable that none can be called', { variables: ['A B'] }, /variables\[0\]/],
    ['a star before its end', { variables: ['*_HOUSE'] }, /variables\[0\]/],
    ['a path that leads out', { dockerfile: '../Dockerfile' }, /below the repository[\s\S]*dockerfile/],
    ['an absolute path', { load: { profilesFolder: '/etc', profileVariable: 'P' } }, /load\.profilesFolder/],
    ['a load of no time', { load: { profilesFolder: 'p', profileVariable: 'P', seconds: 0 } }, /load\.seconds/],
    [
      'a host that is none',
      { network: { allowed: ['https://github.com'] } },
      /must be a host such as[\s\S]*allowed\[0\]/,
    ],
    ['a host of AWS', { network: { allowed: ['a.example', 's3.amazonaws.com'] } }, /reaches AWS[\s\S]*allowed\[1\]/],
    ['gates that nobody can read', { gates: { ...gates, read: 'all' } }, /must be a function[\s\S]*gates\.read/],
    ['a probe of nothing', { probe: { visitor: () => undefined, switchOffs: [] } }, /probe\.switchOffs/],
    [
      'a switch-off that switches nothing off',
      { probe: { visitor: () => undefined, switchOffs: [{ name: 'the bell', breaks: [] }] } },
      /must have a name, a resource and off\(\)[\s\S]*probe\.switchOffs\[0\]/,
    ],
    ['faults that are none', { faults: [] }, /must be a function[\s\S]*faults/],
  ])('is refused with its place: %s', (_what, given, place) => {
    expect(message(given)).toMatch(/^TAP4066: house\.config\.ts/);
    expect(message(given)).toMatch(place);
  });
});
