import { ownerMetadata } from '../../../../contracts/ownership';
import type { Pin } from '../../../../lib/config/pin';
import { pins } from '../../../../scripts/doctor/looks/pins';
import { queryAnswer, type RecordedAnswer, type RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, recording, region, stack } from '../subject';

const { look } = recording();
const stacks = [stack('PipelineStack'), stack('Dev-Network'), stack('Dev-Data')];
const pin: Pin = {
  version: 1,
  application: 'tap',
  pipeline: { values: {}, stacks: {} },
  environments: { Dev: { values: {}, stacks: {} } },
  removed: [],
};

/** The environment's first stack in a state, and whose it is. */
function world(status?: string, owner = 'tap-dev') {
  const member = `<member><StackName>Dev-Network</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-10-01T00:00:00Z</CreationTime></member>`;
  const template = JSON.stringify({ Metadata: { [ownerMetadata]: owner }, Resources: {} });
  return ({ what }: RecordedCall): RecordedAnswer =>
    what === 'cloudformation GetTemplate'
      ? queryAnswer('GetTemplate', `<TemplateBody>${template}</TemplateBody>`)
      : queryAnswer('DescribeStacks', `<Stacks>${status === undefined ? '' : member}</Stacks>`);
}

describe('pins (recorded)', () => {
  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'])(
    'an environment whose first stack is in %s is deployed, and to be pinned',
    async (status) => {
      const examination = await look(pins, world(status), { stacks });
      expect(found(examination)).toEqual([`TAP6201 account ${devAccount}, ${region}`]);
      expect(examination.findings[0]?.todo).toContain('npm run pin -- Dev');
    },
  );

  test.each([undefined, 'DELETE_COMPLETE', 'ROLLBACK_COMPLETE', 'CREATE_IN_PROGRESS'])(
    'one whose first stack is in %s has nothing to pin',
    async (status) => {
      const examination = await look(pins, world(status), { stacks });
      expect(examination).toMatchObject({ findings: [], unseen: [] });
      expect(examination.seen).toHaveLength(1);
    },
  );

  test("somebody else's stack of its name is none", async () => {
    expect(found(await look(pins, world('CREATE_COMPLETE', 'shop-dev'), { stacks }))).toEqual([]);
  });

  test('one that is pinned is not asked for', async () => {
    const examination = await look(pins, world('CREATE_COMPLETE'), { stacks, pin });
    expect(examination).toMatchObject({ findings: [], unseen: [], seen: [] });
  });

  test('one that is not synthesized is not either', async () => {
    expect((await look(pins, world('CREATE_COMPLETE'), { stacks: [stack('PipelineStack')] })).seen).toEqual([]);
  });
});
