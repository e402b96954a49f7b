import { carriedOutKinds, isCarriedOut, readConfiguration } from '../../src/model/action-configuration';

const read = (kind: string, configuration: unknown) => {
  const [category = '', owner = '', name = ''] = kind.split('/');
  return readConfiguration('Stage/It', { category, owner, name }, configuration);
};

const build = { ProjectName: 'project', PrimarySource: 'Tree', EnvironmentVariables: '[{"name":"A"}]' };
const buildRead = { kind: 'build', project: 'project', primarySource: 'Tree', environmentVariables: '[{"name":"A"}]' };

/** What a provider is told, and what is read of it; the compiler wants one for each kind. */
const told: Record<(typeof carriedOutKinds)[number], readonly [told: object, read: object]> = {
  'Source/AWS/CodeStarSourceConnection': [
    { ConnectionArn: 'arn', FullRepositoryId: 'team/weather', BranchName: 'main', OutputArtifactFormat: 'CODE_ZIP' },
    { kind: 'source', from: 'connection', location: 'team/weather', reference: 'main', connectionArn: 'arn' },
  ],
  'Source/ThirdParty/GitHub': [
    { Owner: 'team', Repo: 'weather', Branch: 'main', OAuthToken: 'not looked up', PollForSourceChanges: false },
    { kind: 'source', from: 'github', location: 'team/weather', reference: 'main' },
  ],
  'Source/AWS/CodeCommit': [
    { RepositoryName: 'weather', BranchName: 'main' },
    { kind: 'source', from: 'codecommit', location: 'weather', reference: 'main' },
  ],
  'Source/AWS/S3': [
    { S3Bucket: 'bucket', S3ObjectKey: 'source.zip' },
    { kind: 'source', from: 's3', location: 'bucket', reference: 'source.zip' },
  ],
  'Build/AWS/CodeBuild': [build, buildRead],
  'Test/AWS/CodeBuild': [build, buildRead],
  'Deploy/AWS/CloudFormation': [
    {
      ActionMode: 'CHANGE_SET_REPLACE',
      StackName: 'Alpha-Network',
      ChangeSetName: 'change',
      TemplatePath: 'Cloud::alpha/network.json',
      TemplateConfiguration: 'Cloud::alpha/configuration.json',
      ParameterOverrides: '{}',
      Capabilities: 'CAPABILITY_IAM,CAPABILITY_AUTO_EXPAND',
      RoleArn: 'role',
    },
    {
      kind: 'stack',
      mode: 'CHANGE_SET_REPLACE',
      stack: 'Alpha-Network',
      changeSet: 'change',
      template: { artifact: 'Cloud', path: 'alpha/network.json' },
      templateConfiguration: { artifact: 'Cloud', path: 'alpha/configuration.json' },
      parameterOverrides: '{}',
      capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
      roleArn: 'role',
    },
  ],
  'Approval/AWS/Manual': [
    { CustomData: 'Promote?', ExternalEntityLink: 'https://x', NotificationArn: 'topic' },
    { kind: 'approval', text: 'Promote?', link: 'https://x', topicArn: 'topic' },
  ],
};

describe('the configuration of an action', () => {
  test('is read for every kind that is carried out', () => {
    expect(carriedOutKinds.length).toBeGreaterThanOrEqual(8);
    expect(Object.keys(told).sort()).toEqual([...carriedOutKinds].sort());
    for (const kind of carriedOutKinds) {
      expect(isCarriedOut(kind)).toBe(true);
      expect(read(kind, told[kind][0])).toEqual(told[kind][1]);
    }
  });

  test.each([
    // Each differs from a kind that is carried out in one part.
    'Source/AWS/GitHub',
    'Source/ThirdParty/CodeCommit',
    'Deploy/AWS/S3',
    'Build/Custom/CodeBuild',
    'Deploy/AWS/CodeBuild',
    'Invoke/AWS/Lambda',
    'Build/AWS/',
    '',
  ])('is not read for another kind, which is refused by name: %j', (kind) => {
    expect(isCarriedOut(kind)).toBe(false);
    const refused =
      /^TAP4101: Stage\/It: the rehearsal can't carry out actions of .*; it knows Source\/AWS\/CodeStar.*Approval\/AWS\/Manual\.$/;
    expect(() => read(kind, {})).toThrow(refused);
  });

  test.each([
    ['Source/ThirdParty/GitHub', { Owner: 'team', Branch: 'main' }, 'Repo'],
    ['Source/AWS/CodeStarSourceConnection', { FullRepositoryId: 'team/weather', BranchName: 'main' }, 'ConnectionArn'],
    ['Source/AWS/CodeCommit', { RepositoryName: 'weather' }, 'BranchName'],
    ['Source/AWS/S3', { S3Bucket: 'bucket' }, 'S3ObjectKey'],
    ['Test/AWS/CodeBuild', {}, 'ProjectName'],
    ['Deploy/AWS/CloudFormation', { ActionMode: 'CREATE_UPDATE' }, 'StackName'],
  ])('is refused for %s without what the provider wants', (kind, configuration, missing) => {
    expect(() => read(kind, configuration)).toThrow(new RegExp(`^TAP4102: Stage/It: .*${missing}`, 's'));
  });

  test('needs nothing for an approval', () => {
    expect(read('Approval/AWS/Manual', undefined)).toEqual({ kind: 'approval', text: '' });
  });

  test.each(['network.json', 'Cloud::', '::network.json', 'Cloud::a::b'])(
    'is refused where a template is no file in an artifact: %s',
    (TemplatePath) => {
      const configuration = { ActionMode: 'CREATE_UPDATE', StackName: 'Alpha', TemplatePath };
      expect(() => read('Deploy/AWS/CloudFormation', configuration)).toThrow(
        /^TAP4102: Stage\/It: ".*" is not of the form/,
      );
    },
  );

  test('is refused where a stack is to be made of no template, which an existing change set does not need', () => {
    const without = (ActionMode: string) => () => read('Deploy/AWS/CloudFormation', { ActionMode, StackName: 'Alpha' });
    expect(without('CREATE_UPDATE')).toThrow(/^TAP4102: Stage\/It: ActionMode CREATE_UPDATE needs a TemplatePath/);
    expect(without('CHANGE_SET_EXECUTE')()).toMatchObject({ mode: 'CHANGE_SET_EXECUTE' });
  });
});
