import { missingCapability } from '../../../../src/cloud/gateway/templates/capabilities';

const role = (properties: Record<string, unknown>) => ({
  Resources: { Role: { Type: 'AWS::IAM::Role', Properties: properties } },
});

test.each([
  ['nothing of IAM', { Resources: { Topic: { Type: 'AWS::SNS::Topic' } } }, [], undefined],
  ['a role', role({}), [], 'CAPABILITY_IAM'],
  ['a role, acknowledged', role({}), ['CAPABILITY_IAM'], undefined],
  ['a named role, acknowledged as an unnamed one', role({ RoleName: 'x' }), ['CAPABILITY_IAM'], 'CAPABILITY_NAMED_IAM'],
  ['a named role, acknowledged', role({ RoleName: 'x' }), ['CAPABILITY_NAMED_IAM'], undefined],
])('%s', (_, template, given, missing) => {
  expect(missingCapability(template, given)).toBe(missing);
});
