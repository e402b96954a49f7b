import { trail } from '../../../../scripts/doctor/looks/trail';
import type { RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, recording, region, stack } from '../subject';

const { look, aws } = recording();
const rule = (...types: readonly string[]) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern: { source: ['aws.kms'], 'detail-type': types } },
});
const waiting = stack('Dev-Observability', { KeyCalls: rule('AWS API Call via CloudTrail') });
const arn = (name: string) => `arn:aws:cloudtrail:us-east-1:${devAccount}:trail/${name}`;

/** Trails with whether each records. */
function trails(all: Readonly<Record<string, boolean>>) {
  return ({ what, input }: RecordedCall) => {
    if (what.endsWith(' DescribeTrails'))
      return { json: { trailList: Object.keys(all).map((Name) => ({ Name, TrailARN: arn(Name) })) } };
    return { json: { IsLogging: all[String(input.Name).split('/').at(-1) ?? ''] } };
  };
}

describe('a trail (recorded)', () => {
  test('is in order where one of them records', async () => {
    expect(await look(trail, trails({ stopped: false, all: true }), { stacks: [waiting] })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 1 },
    });
  });

  test.each([[{}], [{ stopped: false }]])(
    'is missed by the rule that waits for it: %j',
    async (all: Readonly<Record<string, boolean>>) => {
      const examination = await look(trail, trails(all), { stacks: [waiting] });
      expect(found(examination)).toEqual([`TAP6181 account ${devAccount}, ${region}`]);
      expect(examination.findings[0]?.what).toContain('KeyCalls of Dev-Observability');
    },
  );

  test('is asked for by nothing where no rule waits for calls', async () => {
    const others = stack('PipelineStack', { Uploaded: rule('Object Created'), Role: { Type: 'AWS::IAM::Role' } });
    expect(await look(trail, trails({}), { stacks: [others] })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 0 },
    });
    expect(aws().calls.filter(({ what }) => what.startsWith('cloudtrail'))).toEqual([]);
  });
});
