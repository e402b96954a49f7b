import { type FoundText, ruleOf, takes, textRules, textsOf } from '../helpers/constrained-texts';
import { stacksOf } from '../helpers/stacks';
import { variants } from '../helpers/variants';

const texts = variants.flatMap((variant) => stacksOf(variant)).flatMap(({ template }) => textsOf(template));

/** Names of AWS's own things, which nobody here chooses. */
const chosenByAws = new Set([
  'AWS::ApplicationAutoScaling::ScalingPolicy TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.ResourceLabel',
  'AWS::CloudWatch::Alarm MetricName',
  'AWS::EC2::VPCEndpoint ServiceName',
  'AWS::RDS::DBClusterParameterGroup Family',
  'AWS::RDS::DBProxy EngineFamily',
  'AWS::RDS::DBProxyTargetGroup TargetGroupName',
]);

/** Descriptions wherever they are, and the names that resources themselves get. */
function isConstrained({ type, at }: FoundText): boolean {
  if (chosenByAws.has(`${type} ${at}`)) return false;
  return /(Description|Comment|Label|CustomData)$/.test(at) || /^\w*(Name|Identifier|Family)$/.test(at);
}

const placeOf = ({ type, at }: FoundText) => `${type} ${at}`;

describe('the texts of all templates', () => {
  test('are what the services take, each by its rule', () => {
    const ruled = texts.flatMap((found) => {
      const rule = ruleOf(found);
      return rule ? [{ ...found, rule }] : [];
    });
    expect(ruled.length).toBeGreaterThan(2000);
    expect(ruled.filter(({ rule, text }) => !takes(rule, text))).toEqual([]);
  });

  test('that describe or name something each have a rule, with a page of AWS', () => {
    const constrained = texts.filter(isConstrained);
    expect(constrained.length).toBeGreaterThan(1000);
    expect([...new Set(constrained.filter((found) => !ruleOf(found)).map(placeOf))]).toEqual([]);
    expect(Object.values(textRules).filter(({ page }) => !page.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
  });

  test('are found by every rule, so that none watches what is no longer there', () => {
    const places = new Set(texts.map(placeOf));
    expect(Object.keys(textRules).filter((place) => !places.has(place))).toEqual([]);
  });

  test('are plain ASCII, whichever service reads them', () => {
    expect(texts.length).toBeGreaterThan(10_000);
    expect(texts.filter(({ text }) => !/^[\t\n\x20-\x7e]*$/.test(text))).toEqual([]);
  });
});

describe('a rule for texts', () => {
  /** One security group whose rule is described so. */
  const described = (description: unknown) => {
    const Properties = { GroupDescription: 'Tasks', SecurityGroupEgress: [{ Description: description }] };
    const found = textsOf({ Resources: { Group: { Type: 'AWS::EC2::SecurityGroup', Properties } } });
    expect(found).toHaveLength(2);
    return found.map((text) => {
      const rule = ruleOf(text);
      if (!rule) throw new Error(`no rule for ${placeOf(text)}`);
      return takes(rule, text.text);
    });
  };

  test.each([
    ['an apostrophe', "The catalog service's queries"],
    ['an arrow', 'Tasks → database'],
    ['256 characters', 'x'.repeat(256)],
    ['an apostrophe beside a reference', { 'Fn::Join': ['', ["The service's queries of ", { Ref: 'Cluster' }]] }],
  ])('refuses %s in the description of a security group rule', (_what, description) => {
    expect(described(description)).toEqual([true, false]);
  });

  test.each([
    ['what EC2 allows', 'aZ09. _-:/()#,@[]+=&;{}!$*'],
    ['255 characters', 'x'.repeat(255)],
    ['a reference', { 'Fn::Join': ['', ['Queries of ', { Ref: 'Cluster' }]] }],
  ])('takes %s', (_what, description) => {
    expect(described(description)).toEqual([true, true]);
  });
});
