import { expectReadAsMeant, type Meant } from '../../helpers/read-as-meant';
import { type RecordedAws, recordedAws } from '../../helpers/recorded-aws';
import { RecordedAccount } from './recorded-account';

const region = 'eu-west-1';
const id = (name: string, index: number) => `arn:aws:cloudformation:${region}:222222222222:stack/${name}/${index}`;
const key = { logicalId: 'Key', physicalId: '0000-key', type: 'AWS::KMS::Key', deletionPolicy: 'Retain' };
const stuck = {
  logicalId: 'Uploads',
  physicalId: 'b',
  type: 'AWS::S3::Bucket',
  fails: { times: 1, reason: 'not empty' },
};

/** What a teardown asks CloudFormation, with what the models make of the recorded answer; in this order. */
const asked: readonly Meant[] = [
  [
    ['cloudformation', 'describe_stacks', {}],
    {
      Stacks: [
        expect.objectContaining({
          StackId: id('Dev-Network', 0),
          StackName: 'Dev-Network',
          StackStatus: 'CREATE_COMPLETE',
          EnableTerminationProtection: true,
          Outputs: [expect.objectContaining({ ExportName: 'Dev-Network:Vpc' })],
        }),
        expect.objectContaining({ StackName: 'Dev-Data', EnableTerminationProtection: false }),
      ],
    },
  ],
  [
    ['cloudformation', 'get_template', { StackName: id('Dev-Data', 1), TemplateStage: 'Original' }],
    {
      TemplateBody: expect.objectContaining({
        Resources: expect.objectContaining({ Key: expect.objectContaining({ Type: key.type }) }),
      }),
    },
  ],
  [
    ['cloudformation', 'list_stack_resources', { StackName: id('Dev-Data', 1) }],
    {
      StackResourceSummaries: [
        expect.objectContaining({ LogicalResourceId: 'Key', PhysicalResourceId: '0000-key', ResourceType: key.type }),
        expect.objectContaining({ LogicalResourceId: 'Uploads' }),
      ],
    },
  ],
  [['cloudformation', 'list_imports', { ExportName: 'Dev-Network:Vpc' }], { Imports: ['Dev-Data'] }],
  [['cloudformation', 'list_imports', { ExportName: 'nobodys' }], 'ClientError'],
  [['cloudformation', 'list_stacks', { StackStatusFilter: ['DELETE_COMPLETE'] }], { StackSummaries: [] }],
  [['cloudformation', 'delete_stack', { StackName: id('Dev-Data', 1) }], {}],
  // A look lets the deletion come to its end, which the next one shows.
  [
    ['cloudformation', 'describe_stack_events', { StackName: id('Dev-Data', 1) }],
    {
      StackEvents: [
        expect.objectContaining({ ResourceStatus: 'DELETE_IN_PROGRESS', PhysicalResourceId: id('Dev-Data', 1) }),
        expect.objectContaining({ ResourceStatus: 'CREATE_COMPLETE' }),
      ],
    },
  ],
  [
    ['cloudformation', 'describe_stack_events', { StackName: id('Dev-Data', 1) }],
    {
      StackEvents: expect.arrayContaining([
        expect.objectContaining({ ResourceStatus: 'DELETE_SKIPPED', LogicalResourceId: 'Key' }),
        expect.objectContaining({ ResourceStatus: 'DELETE_FAILED', ResourceStatusReason: 'not empty' }),
        expect.objectContaining({ ResourceStatus: 'DELETE_FAILED', ResourceType: 'AWS::CloudFormation::Stack' }),
      ]),
    },
  ],
];

let aws: RecordedAws;
beforeAll(async () => {
  aws = await recordedAws();
  const network = { name: 'Dev-Network', region, exports: ['Dev-Network:Vpc'], terminationProtection: true };
  const data = { name: 'Dev-Data', region, imports: ['Dev-Network:Vpc'], resources: [key, stuck] };
  aws.play(new RecordedAccount([network, data]).answer);
});
afterAll(() => aws.close());

test("the recorded deletions are read by AWS's own service models as they were meant", async () => {
  await expectReadAsMeant(aws, asked);
}, 120_000);
