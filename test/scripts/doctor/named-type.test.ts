import { tellsName } from '../../../scripts/doctor/named-type';

describe('an id of CloudFormation', () => {
  test.each([
    ['tap-dev', 'tap-dev'],
    ['/tap-dev/logs', '/tap-dev/logs'],
    ['arn:aws:cloudfront::222222222222:function/tap-dev', 'tap-dev'],
    ['arn:aws-cn:codebuild:cn-north-1:222222222222:report-group/tap-dev', 'tap-dev'],
    ['arn:aws:logs:eu-west-1:222222222222:log-group:/tap-dev/logs', '/tap-dev/logs'],
    ['arn:aws:ecr:eu-west-1:222222222222:repository/tap/shop', 'tap/shop'],
    ['arn:aws:sns:eu-west-1:222222222222:tap-dev', 'tap-dev'],
  ])('%s tells the name %s', (id, name) => {
    expect(tellsName(id, name)).toBe(true);
  });

  test.each([
    ['of another name', 'tap-dev-other', 'tap-dev'],
    ['that ends alike', 'arn:aws:cloudfront::222222222222:function/map-tap-dev', 'tap-dev'],
    ['whose last part is alike', 'arn:aws:ecr:eu-west-1:222222222222:repository/tap/shop', 'shop'],
    ['that is no name', 'E1ABCDEF', 'tap-dev'],
  ])('%s does not (%s)', (_, id, name) => {
    expect(tellsName(id, name)).toBe(false);
  });
});
