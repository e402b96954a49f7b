import { readSettings } from '../../../checks/protection/settings';

const good = {
  ENVIRONMENT: 'Prod',
  ENVIRONMENT_REGION: 'eu-west-1',
  PROTECTION_ROLE_ARN: 'arn:aws:iam::111111111111:role/protects',
  EXECUTION: 'e-1',
  STACKS: '[{"name":"Prod-Data","region":"eu-west-1"}]',
  DATABASE_CLUSTER: 'shop',
  LOAD_BALANCER_ARN: 'arn:aws:elasticloadbalancing:any',
};

test('what is to be protected is read from the variables of the job', () => {
  expect(readSettings(good)).toEqual({
    environment: 'Prod',
    region: 'eu-west-1',
    roleArn: good.PROTECTION_ROLE_ARN,
    execution: 'e-1',
    stacks: [{ name: 'Prod-Data', region: 'eu-west-1' }],
    cluster: 'shop',
    loadBalancerArn: good.LOAD_BALANCER_ARN,
  });
});

test('the database may be protected alone', () => {
  const { stacks, loadBalancerArn } = readSettings({ ...good, STACKS: '[]', LOAD_BALANCER_ARN: undefined });
  expect({ stacks, loadBalancerArn }).toEqual({ stacks: [], loadBalancerArn: undefined });
});

test.each(Object.keys(good))('%s must be there', (name) => {
  expect(() => readSettings({ ...good, [name]: '' })).toThrow(new RegExp(`TAP3411: .*${name}`));
});

test('stacks that are no list are refused with what was received', () => {
  expect(() => readSettings({ ...good, STACKS: 'Prod-Data' })).toThrow(/TAP3411.*Prod-Data/s);
});
