import { exitCodes } from '../../src/command/run-error';
import { describeInventory, inventoryOf, refuseForeign } from '../../src/run/inventory';

const first = { name: 'Source', actions: [] };

/** The inventory of a pipeline whose stage Alpha has actions of these kinds, called A0, A1, ..., all configured like this. */
function inventoryWith(
  kinds: readonly string[],
  configuration: Readonly<Record<string, unknown>> = {},
  properties: Readonly<Record<string, unknown>> = {},
) {
  const actions = kinds.map((kind, at) => ({
    name: `A${at}`,
    provider: kind.split('/').at(-1) ?? '',
    kind,
    configuration,
  }));
  const pipeline = {
    stack: 'Delivery',
    target: { account: '1', region: 'r' },
    stages: [first, { name: 'Alpha', actions }],
    properties,
  };
  return inventoryOf({ pipeline: async () => pipeline, allStacks: async () => [], imageAssets: async () => [] });
}

describe('an inventory of a pipeline', () => {
  test('counts what can be carried out, by category and owner and not by provider alone', async () => {
    const inventory = await inventoryWith([
      'Build/AWS/CodeBuild',
      'Test/Custom/CodeBuild',
      'Source/AWS/S3',
      'Deploy/AWS/S3',
    ]);
    expect(inventory.carriedOut).toBe(2);
    expect(inventory.foreign).toEqual([
      { where: 'Alpha/A1', kind: 'Test/Custom/CodeBuild' },
      { where: 'Alpha/A3', kind: 'Deploy/AWS/S3' },
    ]);
  });

  test.each([
    [{ ActionMode: 'CREATE_UPDATE' }, 'Deploy/AWS/CloudFormation', undefined],
    [{ ActionMode: 'DELETE_ONLY' }, 'Deploy/AWS/CloudFormation', 'DELETE_ONLY'],
    [{ ProjectName: 'P' }, 'Build/AWS/CodeBuild', undefined],
    [{ ProjectName: 'P', BatchEnabled: 'true' }, 'Build/AWS/CodeBuild', 'a batch'],
  ])('looks at what %j asks of a %s', async (configuration, kind, why) => {
    const { carriedOut, foreign } = await inventoryWith([kind], configuration);
    expect(carriedOut).toBe(why === undefined ? 1 : 0);
    expect(foreign).toEqual(why === undefined ? [] : [{ where: 'Alpha/A0', kind: `${kind}, ${why}` }]);
  });

  test('names for a person what can not, and where it is', async () => {
    expect(describeInventory(await inventoryWith(['Build/AWS/CodeBuild', 'Invoke/AWS/Lambda']))).toEqual([
      'The pipeline of Delivery has 2 stages and 2 actions; 1 of them can be carried out.',
      '  not: Alpha/A1 (Invoke/AWS/Lambda)',
    ]);
  });

  test('names keys of a configuration, an action and a stage that nobody reads', async () => {
    const kind = 'Build/AWS/CodeBuild';
    const stage = { Name: 'Alpha', Actions: [{ Name: 'A0', Commands: ['true'] }], BeforeEntry: {} };
    const { carriedOut, foreign } = await inventoryWith(
      [kind],
      { ProjectName: { Ref: 'P' }, BuildspecOverride: 'other.yml' },
      { Stages: [{ Name: 'Source', Actions: [] }, stage] },
    );
    expect(carriedOut).toBe(0);
    expect(foreign.map(({ where, kind: said }) => `${where}: ${said}`)).toEqual([
      expect.stringMatching(/^Alpha\/A0: .*BuildspecOverride/),
      expect.stringMatching(/^Alpha\/A0: Commands/),
      expect.stringMatching(/^Alpha: BeforeEntry/),
    ]);
  });

  test('counts nothing behind a disabled transition, and says where it is', async () => {
    const frozen = (StageName: string) =>
      inventoryWith(['Approval/AWS/Manual'], {}, { DisableInboundStageTransitions: [{ StageName, Reason: 'freeze' }] });
    const inventory = await frozen('Alpha');
    expect(inventory.carriedOut).toBe(0);
    expect(describeInventory(inventory).at(-1)).toMatch(/Alpha .*freeze/);
    expect(refuseForeign(inventory)).toBeUndefined();
    expect(await frozen('Source')).toMatchObject({ carriedOut: 1, closed: undefined });
  });

  test('lets a pipeline go on that can be carried out', async () => {
    expect(refuseForeign(await inventoryWith(['Approval/AWS/Manual']))).toBeUndefined();
  });

  test('refuses another one, with every action that can not be carried out', async () => {
    const inventory = await inventoryWith(['Invoke/AWS/Lambda', 'Approval/AWS/Manual', 'Deploy/AWS/ECS']);
    const refused = expect.objectContaining({
      code: 'TAP4072',
      exitCode: exitCodes.wrongUse,
      message: expect.stringContaining('Alpha/A0 (Invoke/AWS/Lambda), Alpha/A2 (Deploy/AWS/ECS)'),
    });
    expect(() => refuseForeign(inventory)).toThrow(refused);
  });
});
