import { type DeliveryData, wavesOf } from '../../lib/config';
import { environmentAt, parsed, refusal } from './edited';

type Edit = Partial<Pick<DeliveryData['environments'][number], 'name' | 'wave' | 'promotion'>>;

/** The first environment as often as there are edits, each with a name and addresses of its own. */
function environments(...edits: readonly Edit[]): (data: DeliveryData) => void {
  return (data) => {
    const first = environmentAt(data, 0);
    data.environments = edits.map((edit, index) => ({
      ...first,
      name: `Place${index}`,
      network: { ...first.network, cidr: `10.${100 + index}.0.0/16` },
      ...edit,
    }));
  };
}

const wavesFrom = (...edits: readonly Edit[]) =>
  wavesOf(parsed(environments(...edits)).environments).map(({ name, environments: members }) => [
    name,
    members.map((environment) => environment.name),
  ]);
const refused = (...edits: readonly Edit[]) => refusal(() => parsed(environments(...edits)));

test('an environment that names no wave is entered by itself', () => {
  expect(wavesFrom({}, {})).toEqual([
    ['Place0', ['Place0']],
    ['Place1', ['Place1']],
  ]);
});

test('neighbours that name the same wave are entered together, in its name', () => {
  expect(wavesFrom({}, { wave: 'East' }, { wave: 'East' }, { wave: 'West' }, { wave: 'West' }, {})).toEqual([
    ['Place0', ['Place0']],
    ['East', ['Place1', 'Place2']],
    ['West', ['Place3', 'Place4']],
    ['Place5', ['Place5']],
  ]);
});

test('what stands before a wave is what each of its environments says', () => {
  const promotion = { approval: true, timeoutHours: 5 } as const;
  const waves = wavesOf(
    parsed(environments({}, { wave: 'East', promotion }, { wave: 'East', promotion })).environments,
  );
  expect(waves.map((wave) => wave.promotion)).toEqual([undefined, promotion]);
});

describe('of waves the configuration refuses', () => {
  test('environments that are no neighbours', () => {
    const error = refused({ wave: 'East' }, { wave: 'East' }, {}, { wave: 'EAST' }, { wave: 'EAST' });
    expect(error.code).toBe('TAP1016');
    expect(error.message).toContain('environments[3].wave: "EAST"');
  });

  test('different ways in', () => {
    const error = refused({ wave: 'East' }, { wave: 'East', promotion: { approval: true, timeoutHours: 5 } });
    expect(error.code).toBe('TAP1016');
    expect(error.message).toContain('environments[1].promotion: {"approval":true,"timeoutHours":5}');
    expect(error.message).toContain('environments[0] (null)');
  });

  test('a way in that only the first one has', () => {
    const error = refused({ wave: 'East', promotion: { approval: true, timeoutHours: 5 } }, { wave: 'East' });
    expect(error.message).toContain('environments[1].promotion: null');
  });

  test('more environments than an approval could tell of', () => {
    const error = refused(...Array.from({ length: 4 }, () => ({ wave: 'East' })));
    expect(error.code).toBe('TAP1016');
    expect(error.message).toContain('holds Place0, Place1, Place2, Place3; allowed are 2 to 3');
  });

  test('one environment alone, whose neighbour may have another spelling', () => {
    const error = refused({ wave: 'East' }, { wave: 'Eats' });
    expect(error.code).toBe('TAP1016');
    expect(error.message).toContain('environments[0].wave: "East" holds Place0; allowed are 2 to 3');
  });

  test.each([
    { where: 'before', edits: [{ name: 'East' }, { wave: 'East' }] },
    { where: 'inside', edits: [{ name: 'East', wave: 'East' }, { wave: 'East' }] },
    { where: 'behind', edits: [{ wave: 'East' }, { name: 'EAST' }] },
  ])('the name of an environment $where it', ({ edits }) => {
    const error = refused(...edits);
    expect(error.code).toBe('TAP1006');
    expect(error.message).toContain('is the name of an environment too');
  });

  test.each(['Assets', 'PromoteEast'])('the name of a stage of the pipeline itself: %s', (wave) => {
    expect(refused({ wave }).code).toBe('TAP1006');
  });
});
