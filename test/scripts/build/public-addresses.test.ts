import type { AssemblyStack } from '../../../scripts/build/assembly';
import { publicAddresses } from '../../../scripts/build/public-addresses';
import { stacksOf } from '../../helpers/stacks';
import { configurationOf } from '../../helpers/variants';

/** The synthesized stacks, with every VPC in this range. */
function withRange(cidr: string): readonly AssemblyStack[] {
  return stacksOf().map(({ template, ...stack }) => ({
    ...stack,
    template: {
      ...template,
      Resources: Object.fromEntries(
        Object.entries(template.Resources).map(([id, resource]) => [
          id,
          resource.Type === 'AWS::EC2::VPC'
            ? { ...resource, Properties: { ...resource.Properties, CidrBlock: cidr } }
            : resource,
        ]),
      ),
    },
  }));
}

test('a VPC of public addresses is warned of by its stack', () => {
  const warnings = publicAddresses(withRange('11.10.0.0/16'));
  const { environments } = configurationOf();
  expect(warnings).toHaveLength(environments.length);
  for (const [index, { name }] of environments.entries()) {
    expect(warnings[index]).toMatch(
      new RegExp(`^TAP1023: warning: PipelineStack/${name}/Network: .* 11\\.10\\.0\\.0/16 `),
    );
  }
});

test('a VPC of private addresses is not', () => {
  expect(publicAddresses(withRange('172.31.0.0/16'))).toEqual([]);
  expect(publicAddresses(stacksOf())).toEqual([]);
});
