import { parseTemplate } from '../../../../src/cloud/gateway/templates/template';
import { templateError } from '../../../../src/cloud/gateway/templates/template-error';

type Parts = Readonly<Record<string, unknown>>;

/** What is wrong with a template of a topic and these further resources and sections. */
const errorOf = (resources: Parts, sections: Parts = {}, given: readonly string[] = []) => {
  const Resources = { Topic: { Type: 'AWS::SNS::Topic' }, ...resources };
  return templateError(parseTemplate(JSON.stringify({ Resources, ...sections })), given);
};
const named = (DisplayName: unknown, more: Parts = {}) => ({
  It: { Type: 'AWS::SNS::Topic', Properties: { DisplayName }, ...more },
});

describe('a template is refused', () => {
  test.each([
    ['Ref', { Ref: 'Nobody' }],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Nobody', 'Arn'] }],
    ['Fn::GetAtt in one word', { 'Fn::GetAtt': 'Nobody.Arn' }],
    ['Fn::Sub', { 'Fn::Sub': `to \${Nobody}` }],
    ['an attribute in Fn::Sub', { 'Fn::Sub': [`\${Known} to \${Nobody.Arn}`, { Known: { Ref: 'Topic' } }] }],
    ['a value inside another function', { 'Fn::Join': ['-', ['a', { Ref: 'Nobody' }]] }],
    ['a condition', { 'Fn::If': ['Nobody', 'a', 'b'] }],
  ])('whose %s names what is not in it', async (_, value) => {
    expect(await errorOf(named(value))).toContain('Nobody');
    expect(await errorOf({}, { Outputs: { Said: { Value: value } } })).toContain('Nobody');
  });

  test('whose DependsOn names no resource', async () => {
    const sections = { Parameters: { Size: { Type: 'String', Default: 'a' } } };
    expect(await errorOf(named('a', { DependsOn: 'Nobody' }))).toContain('Unresolved resource dependencies [Nobody]');
    expect(await errorOf(named('a', { DependsOn: ['Topic', 'Size'] }), sections)).toContain('[Size]');
  });

  test('whose conditions name a resource, or whose resource a condition that is not there', async () => {
    const Conditions = { Always: { 'Fn::Equals': [{ Ref: 'Topic' }, 'a'] } };
    expect(await errorOf({}, { Conditions })).toContain('[Topic]');
    expect(await errorOf(named('a', { Condition: 'Nobody' }))).toContain('Nobody');
  });

  test.each(['AWS::Foo::Bar', 'AWS::Lambda::Functoin', 'Acme::Private::Thing::MODULE'])(
    'that has a resource of type %s',
    async (Type) => {
      expect(await errorOf({ It: { Type } })).toContain(`Unrecognized resource types: [${Type}]`);
    },
  );

  test('that has no resources, a macro of its own, or gets a parameter that it has not', async () => {
    expect(await templateError({ Resources: {} }, [])).toMatch(/At least one Resources member/);
    expect(await errorOf({}, { Transform: ['AWS::Include', 'NoSuchMacro'] })).toMatch(/NoSuchMacro/);
    expect(await errorOf(named({ 'Fn::Transform': { Name: 'NoSuchMacro' } }))).toMatch(/NoSuchMacro/);
    expect(await errorOf({}, {}, ['Nope'])).toMatch(/\[Nope\] do not exist/);
  });
});

describe('a template is taken', () => {
  test('whose references lead to resources, parameters and values of AWS', async () => {
    const resources = {
      ...named({ 'Fn::Sub': [`\${!Kept} \${Own} \${Size} \${Topic.TopicName} \${AWS::Region}`, { Own: 'a' }] }),
      Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: { Ref: 'Size' } } },
      Last: {
        Type: 'AWS::SNS::Topic',
        Condition: 'Always',
        DependsOn: ['Topic', 'It'],
        Properties: {
          DisplayName: { 'Fn::If': ['Always', { 'Fn::GetAtt': ['Nested', 'Outputs.Name'] }, { Ref: 'AWS::NoValue' }] },
        },
        Metadata: { told: { Ref: 'Nobody' } },
      },
    };
    const sections = {
      Parameters: { Size: { Type: 'String', Default: 'a' } },
      Conditions: { Always: { 'Fn::Equals': [{ Ref: 'Size' }, { Ref: 'AWS::Region' }] } },
      Outputs: { Said: { Value: { 'Fn::GetAtt': 'Topic.TopicName' }, Condition: 'Always' } },
    };
    expect(await errorOf(resources, sections, ['Size'])).toBeUndefined();
  });

  test('whose types AWS has, whether the emulator knows them or not, and custom ones', async () => {
    const types = [
      'AWS::CodePipeline::Pipeline',
      'AWS::CDK::Metadata',
      'Alexa::ASK::Skill',
      'Custom::AWS',
      'Custom::X-y',
    ];
    expect(await errorOf(Object.fromEntries(types.map((Type, index) => [`R${index}`, { Type }])))).toBeUndefined();
  });

  test('whose names a transform of AWS makes', async () => {
    const made = named({ 'Fn::GetAtt': ['HandlerRole', 'Arn'] });
    expect(await errorOf(made, { Transform: 'AWS::Serverless-2016-10-31' })).toBeUndefined();
    const loop = { 'Fn::ForEach::Topics': ['Name', ['a'], { Topic: { Type: 'AWS::SNS::Topic' } }] };
    const each = named({ 'Fn::Sub': `\${Name}` }, { Loop: loop });
    expect(await errorOf(each, { Transform: 'AWS::LanguageExtensions' })).toBeUndefined();
  });
});
