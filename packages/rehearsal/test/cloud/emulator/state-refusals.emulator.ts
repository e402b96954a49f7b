import { type CloudOfTest, cloudWith } from './cloud-of-test';

let under: CloudOfTest;

beforeAll(async () => {
  under = await cloudWith({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
}, 120_000);

afterAll(() => under?.stop(), 60_000);

/** What a deployment fails with; `nothing` if it does not. */
async function refusalOf(stack: string, template: object): Promise<string> {
  const failed: unknown = await under.deploy(stack, template).then(
    () => 'nothing',
    (error) => error,
  );
  return failed instanceof Error ? failed.message : String(failed);
}

const topic = { Type: 'AWS::SNS::Topic' };

describe('a resource that the template names', () => {
  // https://github.com/awsdocs/aws-cloudformation-user-guide/issues/927
  const configuration = (mode: string, Name: string) => ({
    Resources: {
      Safe: { Type: 'AWS::EMR::SecurityConfiguration', Properties: { Name, SecurityConfiguration: { mode } } },
    },
  });
  const group = (GroupDescription: string, GroupName?: string) => ({
    Resources: { Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription, GroupName } } },
  });

  test('is not replaced under that name, also if the emulator does not know its type', async () => {
    await under.deploy('Safe', configuration('SSE-S3', 'safe'));
    expect(await refusalOf('Safe', configuration('SSE-KMS', 'safe'))).toMatch(
      /^TAP4310: Safe \(AWS::EMR::SecurityConfiguration\) UPDATE_FAILED: CloudFormation cannot update a stack when a custom-named resource requires replacing\. Rename safe and update the stack again\. \[https:.*\]\nStack Safe ended as UPDATE_ROLLBACK_COMPLETE/,
    );
    expect(await refusalOf('Safe', configuration('SSE-KMS', 'safer'))).toBe('nothing');
    await under.deploy('Grouped', group('one', 'doors'));
    expect(await refusalOf('Grouped', group('two', 'doors'))).toMatch(/Group .*UPDATE_FAILED: .*Rename doors and/);
    expect(await refusalOf('Grouped', group('two', 'gates'))).toBe('nothing');
  });

  test('is replaced without a name, which is told', async () => {
    await under.deploy('Nameless', group('one'));
    expect(await refusalOf('Nameless', group('two'))).toBe('nothing');
    expect(under.warnings).toContainEqual(
      expect.stringMatching(
        /^TAP4314: Group \(AWS::EC2::SecurityGroup\) of Nameless .* replaces it .* GroupDescription/,
      ),
    );
  });
});

describe('an export that another stack imports', () => {
  const exporting = (Value: unknown, Name = 'Shared') => ({
    Resources: { Topic: topic },
    Outputs: { Shared: { Value, Export: { Name } } },
  });
  const importing = {
    Resources: { Topic: { ...topic, Properties: { DisplayName: { 'Fn::ImportValue': { 'Fn::Sub': 'Shared' } } } } },
  };

  test('keeps its value and stays, until nobody imports it', async () => {
    await under.deploy('Exporter', exporting('one'));
    expect(await refusalOf('Exporter', exporting('two'))).toBe('nothing');
    await under.deploy('Importer', importing);
    expect(await refusalOf('Exporter', exporting('three'))).toMatch(
      /Exporter \(AWS::CloudFormation::Stack\) UPDATE_FAILED: Export Shared cannot be updated as it is in use by Importer.*\n.*UPDATE_ROLLBACK_COMPLETE/,
    );
    expect(await refusalOf('Exporter', exporting('two', 'Renamed'))).toMatch(
      /Export Shared cannot be deleted as it is in use by Importer/,
    );
    expect(await refusalOf('Exporter', exporting('two'))).toBe('nothing');
    await under.deploy('Importer', { Resources: { Topic: topic } });
    expect(await refusalOf('Exporter', exporting('three'))).toBe('nothing');
  });
});
