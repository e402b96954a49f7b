import { removeFailedCreations } from '../../../checks/failed-creations/remove';
import type { StackEvent, StackPlace, StackRecord, StackSource } from '../../../checks/failed-creations/stack-record';
import { ownerMetadata } from '../../../contracts/ownership';

/** A stack of a small CloudFormation. */
interface Planted {
  /** Its template. @default - one of the environment that is looked for */
  readonly template?: string;
  /** What it is in, one status for each look; the last one stays. */
  statuses: string[];
  readonly events: StackEvent[];
  /** What a deletion leaves it in; undefined: it is gone. */
  readonly afterDeletion?: string;
  /** What a deletion has to say of its resources. */
  readonly deletion?: readonly StackEvent[];
}

const own = (status: string): StackEvent => ({
  logicalId: 'S',
  type: 'any',
  physicalId: 'arn',
  status,
  reason: '',
  ofStack: true,
});
const of = (type: string, physicalId: string, status: string, reason = ''): StackEvent => ({
  logicalId: `${type} ${physicalId}`,
  type,
  physicalId,
  status,
  reason,
  ofStack: false,
});
const failure = of('AWS::RDS::DBProxy', '', 'CREATE_FAILED', 'no more proxies');
const failedCreation = (status = 'ROLLBACK_COMPLETE'): Planted => ({
  statuses: [status],
  events: [
    own(status),
    of('AWS::EC2::VPC', 'vpc-1', 'DELETE_COMPLETE'),
    of('AWS::S3::Bucket', 'logs-1', 'DELETE_SKIPPED'),
    failure,
    of('AWS::S3::Bucket', 'logs-1', 'CREATE_COMPLETE'),
    of('AWS::EC2::VPC', 'vpc-1', 'CREATE_COMPLETE'),
    own('CREATE_IN_PROGRESS'),
  ],
});
const complete = (status = 'CREATE_COMPLETE'): Planted => ({
  statuses: [status],
  events: [own(status), own('CREATE_COMPLETE'), own('CREATE_IN_PROGRESS')],
});

/** A template that says whose it is. */
const templateOf = (owner: string) => JSON.stringify({ Metadata: { [ownerMetadata]: owner }, Resources: {} });

class SmallCloud {
  readonly deleted: string[] = [];
  readonly lines: string[] = [];
  private readonly controller = new AbortController();

  constructor(private readonly stacks: Record<string, Planted | undefined>) {}

  run(): Promise<void> {
    const places = Object.keys(this.stacks).map((name) => ({
      name,
      region: 'eu-west-1',
      roleArn: 'arn:any',
      path: `PipelineStack/${name.replace('-', '/')}`,
    }));
    return removeFailedCreations(places, {
      job: { say: (line) => this.lines.push(line), signal: this.controller.signal },
      namePrefix: 'tap-dev',
      pauseMs: 0,
      source: (place) => this.sourceOf(place),
    });
  }

  private sourceOf({ name }: StackPlace): StackSource {
    const now = (): StackRecord | undefined => {
      const planted = this.stacks[name];
      const [status = '', ...later] = planted?.statuses ?? [];
      if (planted && later.length > 0) planted.statuses = later;
      return planted && { id: `id of ${name}`, status };
    };
    return {
      describe: async () => now(),
      events: async () => this.stacks[name]?.events ?? [],
      template: async () => this.stacks[name]?.template ?? templateOf('tap-dev'),
      delete: async (id) => {
        this.deleted.push(id);
        const { afterDeletion = 'DELETE_COMPLETE', deletion = [], events = [] } = this.stacks[name] ?? {};
        this.stacks[name] = { statuses: ['DELETE_IN_PROGRESS', afterDeletion], events: [...deletion, ...events] };
      },
    };
  }
}

describe('before a deployment', () => {
  test.each(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED'])(
    'a stack whose creation ended in %s is deleted, after what it holds and why it failed was shown',
    async (status) => {
      const cloud = new SmallCloud({ 'Dev-Network': complete(), 'Dev-Data': failedCreation(status) });
      await cloud.run();
      expect(cloud.deleted).toEqual(['id of Dev-Data']);
      const log = cloud.lines.join('\n');
      expect(log).toContain('no more proxies');
      expect(log).toContain('logs-1');
      expect(log).not.toContain('vpc-1');
    },
  );

  test('the last of several goes first, for it uses those before it', async () => {
    const cloud = new SmallCloud({ 'Dev-Network': failedCreation(), 'Dev-Data': failedCreation() });
    await cloud.run();
    expect(cloud.deleted).toEqual(['id of Dev-Data', 'id of Dev-Network']);
  });

  test('stacks that are not there, or can be updated, are left as they are', async () => {
    const cloud = new SmallCloud({
      'Dev-Network': complete('UPDATE_COMPLETE'),
      'Dev-Data': complete('UPDATE_ROLLBACK_COMPLETE'),
      'Dev-Edge': undefined,
    });
    await cloud.run();
    expect(cloud.deleted).toEqual([]);
    expect(cloud.lines.at(-1)).toContain('Stacks looked at: 3; deleted: 0');
  });

  test('a rollback that is still under way is waited for', async () => {
    const cloud = new SmallCloud({
      'Dev-Data': {
        ...failedCreation(),
        statuses: ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE'],
      },
    });
    await cloud.run();
    expect(cloud.deleted).toEqual(['id of Dev-Data']);
    expect(cloud.lines.filter((line) => line.includes('ROLLBACK_IN_PROGRESS'))).toHaveLength(1);
  });

  test('a deletion that is still under way is waited for, and then nothing is there', async () => {
    const cloud = new SmallCloud({
      'Dev-Data': { ...failedCreation(), statuses: ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'] },
    });
    await cloud.run();
    expect(cloud.deleted).toEqual([]);
  });

  test.each(['UPDATE_ROLLBACK_FAILED', 'UPDATE_FAILED', 'REVIEW_IN_PROGRESS', 'IMPORT_ROLLBACK_FAILED'])(
    'a stack in %s stops the deployment, and nothing is deleted',
    async (status) => {
      const cloud = new SmallCloud({ 'Dev-Network': failedCreation(), 'Dev-Data': complete(status) });
      await expect(cloud.run()).rejects.toThrow(new RegExp(`TAP3402.*Dev-Data.*${status}`, 's'));
      expect(cloud.deleted).toEqual([]);
    },
  );

  test('a stack that was complete once, and whose deletion failed, is never deleted: it may hold data', async () => {
    const cloud = new SmallCloud({ 'Dev-Data': complete('DELETE_FAILED') });
    await expect(cloud.run()).rejects.toThrow(/TAP3402.*CREATE_COMPLETE/s);
    expect(cloud.deleted).toEqual([]);
  });

  test('a stack whose creation is not in its history is never deleted', async () => {
    const cloud = new SmallCloud({
      'Dev-Data': { statuses: ['ROLLBACK_COMPLETE'], events: [own('ROLLBACK_COMPLETE')] },
    });
    await expect(cloud.run()).rejects.toThrow(/TAP3402/);
    expect(cloud.deleted).toEqual([]);
  });

  test.each(['ROLLBACK_COMPLETE', 'CREATE_COMPLETE', 'UPDATE_ROLLBACK_FAILED'])(
    'a stack in %s that is another application’s stops the deployment, and nothing is deleted',
    async (status) => {
      const foreign = { ...failedCreation(status), template: templateOf('other-dev') };
      const cloud = new SmallCloud({ 'Dev-Network': failedCreation(), 'Dev-Data': foreign });
      await expect(cloud.run()).rejects.toThrow(new RegExp(`TAP3405.*Dev-Data.*${status}`, 's'));
      expect(cloud.deleted).toEqual([]);
    },
  );

  test('of two stacks that stand in the way both are told', async () => {
    const cloud = new SmallCloud({
      'Dev-Network': complete('UPDATE_ROLLBACK_FAILED'),
      'Dev-Data': { ...complete(), template: 'Resources: {}' },
    });
    await expect(cloud.run()).rejects.toThrow(/TAP3405.*Dev-Network.*Dev-Data/s);
  });

  // Deployed before stacks said whose they are, and without a name of the application's.
  const unproven = JSON.stringify({
    Resources: { A: { Type: 'T', Metadata: { 'aws:cdk:path': 'PipelineStack/Dev/Data/A' } } },
  });

  test('a failed creation of which nothing shows whose it is is not deleted', async () => {
    const cloud = new SmallCloud({ 'Dev-Data': { ...failedCreation(), template: unproven } });
    await expect(cloud.run()).rejects.toThrow(/TAP3405.*Dev-Data.*nothing in its template/s);
    expect(cloud.deleted).toEqual([]);
  });

  test('a living stack of which nothing shows whose it is is deployed to, as before', async () => {
    const cloud = new SmallCloud({ 'Dev-Data': { ...complete(), template: unproven } });
    await cloud.run();
    expect(cloud.lines.at(-1)).toContain('Stacks looked at: 1; deleted: 0');
  });

  test('a deletion that fails is told with what was in the way, and without what failed before', async () => {
    const deletion = [of('AWS::EC2::SecurityGroup', 'sg-1', 'DELETE_FAILED', 'still in use')];
    const cloud = new SmallCloud({ 'Dev-Data': { ...failedCreation(), afterDeletion: 'DELETE_FAILED', deletion } });
    const told = cloud.run().catch(String);
    expect(await told).toMatch(/TAP3403.*Dev-Data.*still in use/s);
    expect(await told).not.toContain('no more proxies');
  });

  test('what a deletion keeps with a name stops the deployment, for its creation would find the name taken', async () => {
    const deletion = [of('AWS::RDS::DBCluster', 'shop-prod', 'DELETE_SKIPPED')];
    const cloud = new SmallCloud({ 'Prod-Data': { ...failedCreation('ROLLBACK_FAILED'), deletion } });
    await expect(cloud.run()).rejects.toThrow(/TAP3404.*Prod-Data.*shop-prod/s);
    expect(cloud.lines.join('\n')).toMatch(/stays: .*shop-prod/);
  });

  test('what a deletion keeps without a name of its own is told, and in nobody’s way', async () => {
    const deletion = [
      of('AWS::S3::Bucket', 'data-logs-x1', 'DELETE_SKIPPED'),
      of('AWS::KMS::Key', 'key-1', 'DELETE_SKIPPED'),
      of('AWS::SecretsManager::Secret', 'secret-1', 'DELETE_SKIPPED'),
    ];
    const cloud = new SmallCloud({ 'Prod-Data': { ...failedCreation('ROLLBACK_FAILED'), deletion } });
    await cloud.run();
    expect(cloud.lines.filter((line) => line.includes('stays:'))).toHaveLength(deletion.length);
  });
});
