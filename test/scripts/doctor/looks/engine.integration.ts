import { engine } from '../../../../scripts/doctor/looks/engine';
import { queryAnswer, type RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, recording, region, stack } from '../subject';

const { look, aws } = recording();
const EngineVersion = '8.0.mysql_aurora.3.10.4';
const instance = { Type: 'AWS::RDS::DBInstance', Properties: { DBInstanceClass: 'db.serverless' } };
const data = stack('Dev-Data', {
  Cluster: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql', EngineVersion } },
  Writer: instance,
  Reader: instance,
});

/** RDS offering the version in a state, and classes with it. */
function offering(status: string | undefined, classes: readonly string[]) {
  return ({ what, input }: RecordedCall) => {
    if (what === 'rds DescribeDBEngineVersions') {
      const asked = input.Engine === 'aurora-mysql' && input.EngineVersion === EngineVersion;
      const version = `<DBEngineVersion><EngineVersion>${EngineVersion}</EngineVersion><Status>${status}</Status></DBEngineVersion>`;
      return queryAnswer(
        'DescribeDBEngineVersions',
        `<DBEngineVersions>${asked && status ? version : ''}</DBEngineVersions>`,
      );
    }
    const option = `<OrderableDBInstanceOption><DBInstanceClass>${input.DBInstanceClass}</DBInstanceClass></OrderableDBInstanceOption>`;
    const options = classes.includes(String(input.DBInstanceClass)) ? option : '';
    return queryAnswer(
      'DescribeOrderableDBInstanceOptions',
      `<OrderableDBInstanceOptions>${options}</OrderableDBInstanceOptions>`,
    );
  };
}

describe("the database's engine (recorded)", () => {
  const stacks = [stack('Dev-Network'), data];

  test('that the region offers with its class is in order, and each class is asked for once', async () => {
    expect(await look(engine, offering('available', ['db.serverless']), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 1 },
    });
    expect(aws().calls.filter(({ what }) => what.includes('Orderable')).length).toBe(1);
  });

  test.each([
    ['that is not offered', undefined, ['db.serverless'], 'TAP6171'],
    ['that is offered to old clusters alone', 'deprecated', ['db.serverless'], 'TAP6171'],
    ['whose class is not offered with it', 'available', ['db.r6g.large'], 'TAP6172'],
  ])('%s is found', async (_, status, classes, code) => {
    expect(found(await look(engine, offering(status, classes), { stacks }))).toEqual([
      `${code} account ${devAccount}, ${region}`,
    ]);
  });
});
