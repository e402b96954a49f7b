import { bootstrapTemplate } from '../../../../src/cloud/base/bootstrap-parameters';
import { parseTemplate } from '../../../../src/cloud/gateway/templates/template';
import { parseYamlTemplate } from '../../../../src/cloud/gateway/templates/yaml-template';

test('short forms become the long ones', () => {
  const text = `
Conditions:
  Both: !And [!Condition One, !Not [!Equals ['', !Ref Name]]]
Value: !GetAtt Bucket.Arn.Part
Text: !Sub '\${Name}-x'
List: !Sub ['\${A}', { A: !Ref Name }]
Joined: !Join ['-', [a, !Ref Name]]
`;
  expect(parseYamlTemplate(text)).toEqual({
    Conditions: {
      Both: { 'Fn::And': [{ Condition: 'One' }, { 'Fn::Not': [{ 'Fn::Equals': ['', { Ref: 'Name' }] }] }] },
    },
    Value: { 'Fn::GetAtt': ['Bucket', 'Arn.Part'] },
    Text: { 'Fn::Sub': `\${Name}-x` },
    List: { 'Fn::Sub': [`\${A}`, { A: { Ref: 'Name' } }] },
    Joined: { 'Fn::Join': ['-', ['a', { Ref: 'Name' }]] },
  });
});

test('versions that look like dates stay text, numbers and booleans are values', () => {
  expect(parseYamlTemplate('{ Version: 2012-10-17, Days: 30, On: true, Quoted: "30" }')).toEqual({
    Version: '2012-10-17',
    Days: 30,
    On: true,
    Quoted: '30',
  });
});

test("the CLI's own bootstrap template is read whole", async () => {
  const template = parseTemplate(await bootstrapTemplate());
  const types = Object.values(template.Resources).map((resource) => resource.Type);
  expect(types.length).toBeGreaterThanOrEqual(9);
  expect(new Set(types)).toEqual(
    new Set([
      'AWS::KMS::Key',
      'AWS::KMS::Alias',
      'AWS::S3::Bucket',
      'AWS::S3::BucketPolicy',
      'AWS::ECR::Repository',
      'AWS::IAM::Role',
      'AWS::IAM::Policy',
      'AWS::IAM::ManagedPolicy',
      'AWS::SSM::Parameter',
    ]),
  );
});

test.each([
  ['neither JSON nor YAML', '{ "Resources": '],
  ['no section "Resources"', '{ "Outputs": {} }'],
  ['"Bucket" has no type', '{ "Resources": { "Bucket": {} } }'],
])('a template with %s is refused with a code', (reason, text) => {
  expect(() => parseTemplate(text)).toThrow(`TAP4305`);
  expect(() => parseTemplate(text)).toThrow(reason);
});
