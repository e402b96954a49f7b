import { Assembly } from '@delivery/rehearsal/run/assembly';
import { edgeRegion } from '../../lib/config';
import { assemblyFolder } from '../helpers/stacks';
import { configurationOf, variants } from '../helpers/variants';

const defaultAccount = '000000000000';

test.each(variants)(
  'of an assembly every account is bootstrapped in each of its regions, under the configured qualifier: %s',
  async (variant) => {
    const { pipeline, environments } = configurationOf(variant);
    const needed = [pipeline, ...environments].flatMap(({ account = defaultAccount, region }) =>
      [region, edgeRegion].map((each) => `${account} ${each} ${pipeline.bootstrapQualifier}`),
    );
    const targets = (await Assembly.read(assemblyFolder(variant), { account: defaultAccount })).targets();
    expect(targets.map(({ account, region, qualifier }) => `${account} ${region} ${qualifier}`).sort()).toEqual(
      [...new Set(needed)].sort(),
    );
  },
);
