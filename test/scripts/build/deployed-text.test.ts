import { type AssemblyStack, accountOfCredentials } from '../../../scripts/build/assembly';
import { deployedText } from '../../../scripts/build/deployed-text';

const stack = (name: string, Outputs: AssemblyStack['template']['Outputs'] = {}): AssemblyStack => ({
  path: name,
  name,
  account: '111111111111',
  region: 'eu-west-1',
  template: { Resources: {}, Outputs },
});
const network = stack('Dev-Network', {
  Topic: { Value: { Ref: 'Topic' }, Export: { Name: 'Dev-Network:Topic' } },
  Other: { Value: 'text', Export: { Name: 'Dev-Network:Text' } },
});
const service = stack('Dev-Service');
const read = (value: unknown, of = service) => deployedText(value, of, [network, service]);

test.each<[string, unknown, unknown]>([
  ['a text', 'as it is', 'as it is'],
  ['a number', 5, 5],
  ['nothing', null, null],
  ['an object', { a: [{ Ref: 'B' }], c: true }, { a: ['{{Dev-Service.B}}'], c: true }],
  ['a reference', { Ref: 'Topic' }, '{{Dev-Service.Topic}}'],
  ['an attribute', { 'Fn::GetAtt': ['Alb', 'FullName'] }, '{{Dev-Service.Alb.FullName}}'],
  ['an attribute as one text', { 'Fn::GetAtt': 'Alb.FullName' }, '{{Dev-Service.Alb.FullName}}'],
  ['the region', { Ref: 'AWS::Region' }, 'eu-west-1'],
  ['the account', { Ref: 'AWS::AccountId' }, '111111111111'],
  ['the partition', { Ref: 'AWS::Partition' }, '{{AWS::Partition}}'],
  ['an import of a reference', { 'Fn::ImportValue': 'Dev-Network:Topic' }, '{{Dev-Network.Topic}}'],
  ['an import of a text', { 'Fn::ImportValue': 'Dev-Network:Text' }, 'text'],
  ['an import from elsewhere', { 'Fn::ImportValue': 'Other:Any' }, '{{Other:Any}}'],
  ['a join', { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'sns']] }, 'arn:{{AWS::Partition}}:sns'],
  ['another function', { 'Fn::Base64': 'x' }, '{{Dev-Service ("Fn::Base64":"x")}}'],
])('%s of a template', (_what, value, expected) => {
  expect(read(value)).toEqual(expected);
});

test('parts of a split value are one placeholder', () => {
  const part = { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Listener' }] }] };
  expect(read({ 'Fn::Join': ['', [part, '/', part]] })).toMatch(/^\{\{[^{}]+\}\}$/);
});

test('the account of the credentials is not known', () => {
  expect(read({ Ref: 'AWS::AccountId' }, { ...service, account: accountOfCredentials })).toBe('{{AWS::AccountId}}');
});
