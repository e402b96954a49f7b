import { engine } from '../../../../scripts/doctor/looks/engine';
import { emulated } from '../emulated';
import { devAccount, found, region, stack } from '../subject';

const { look } = emulated();

function database(EngineVersion: string, DBInstanceClass: string) {
  return stack('Dev-Data', {
    Cluster: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-mysql', EngineVersion } },
    Writer: { Type: 'AWS::RDS::DBInstance', Properties: { DBInstanceClass } },
  });
}

// The emulator has older versions than AWS, and no serverless class.
test.each([
  ['8.0.mysql_aurora.3.08.0', 'db.r5.large', []],
  ['8.0.mysql_aurora.3.08.0', 'db.none', ['TAP6172']],
  ['8.0.mysql_aurora.9.99.9', 'db.r5.large', ['TAP6171']],
])('engine %s with class %s: %j (emulator)', async (version, name, codes) => {
  const examination = await look(engine, { stacks: [database(version, name)] });
  expect(examination.unseen).toEqual([]);
  expect(found(examination)).toEqual(codes.map((code) => `${code} account ${devAccount}, ${region}`));
});
