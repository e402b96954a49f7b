import {
  DescribeDBEngineVersionsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { AwsPlace } from '../aws-place';
import type { Look, Problem } from '../look';
import { accountOf } from '../places-of';
import { textsOf } from '../template-values';

/**
 * Whether the region offers the version of the database's engine to new clusters, and the class of its instances with it.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.requirements.html
 */
export const engine: Look = {
  name: 'database engine',
  actions: ['rds:DescribeDBEngineVersions', 'rds:DescribeOrderableDBInstanceOptions'],
  questions: async ({ stacks }) =>
    (await stacks).flatMap((stack) => {
      const [Engine] = textsOf(stack, 'AWS::RDS::DBCluster', (cluster) => cluster.Engine);
      const [EngineVersion] = textsOf(stack, 'AWS::RDS::DBCluster', (cluster) => cluster.EngineVersion);
      if (Engine === undefined || EngineVersion === undefined) return [];
      const classes = textsOf(stack, 'AWS::RDS::DBInstance', (instance) => instance.DBInstanceClass);
      return {
        what: `engine ${Engine} ${EngineVersion} and class ${classes.join(', ')} of ${stack.name}`,
        account: accountOf(stack),
        region: stack.region,
        ask: (aws) =>
          aws.once(`engine ${Engine} ${EngineVersion} ${classes}`, () => look(aws, { Engine, EngineVersion, classes })),
      };
    }),
};

interface Wanted {
  readonly Engine: string;
  readonly EngineVersion: string;
  readonly classes: readonly string[];
}

async function look(aws: AwsPlace, { Engine, EngineVersion, classes }: Wanted): Promise<readonly Problem[]> {
  const rds = aws.client(RDSClient);
  const { DBEngineVersions = [] } = await rds.send(new DescribeDBEngineVersionsCommand({ Engine, EngineVersion }));
  if (!DBEngineVersions.some(({ Status }) => Status === 'available')) {
    const what = `${Engine} ${EngineVersion} is not offered for new clusters`;
    return [{ code: 'TAP6171', what, todo: 'choose another database.engineVersion of lib/config/engine-versions.ts' }];
  }
  const offered = await Promise.all(
    classes.map(async (DBInstanceClass) => {
      const wanted = { Engine, EngineVersion, DBInstanceClass, Vpc: true };
      const { OrderableDBInstanceOptions = [] } = await rds.send(new DescribeOrderableDBInstanceOptionsCommand(wanted));
      return OrderableDBInstanceOptions.length > 0;
    }),
  );
  return classes
    .filter((_, index) => !offered[index])
    .map((name) => ({
      code: 'TAP6172',
      what: `class ${name} is not offered with ${Engine} ${EngineVersion}`,
      todo: 'choose another database.engineVersion, or another region',
    }));
}
