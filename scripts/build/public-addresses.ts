import { addressRange, isPrivate } from '../../lib/config/cidr';
import type { AssemblyStack } from './assembly';

/**
 * A warning for each VPC whose addresses are those of hosts on the internet: AWS takes them, and whatever has them
 * elsewhere can't be reached from inside.
 *
 * It is printed and stops nothing, so it is no finding of the synthesis, which the strict gate would fail on.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export function publicAddresses(stacks: readonly AssemblyStack[]): readonly string[] {
  return stacks.flatMap(({ path, template }) =>
    Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::EC2::VPC')
      .map(({ Properties }) => String(Properties?.CidrBlock))
      .filter((cidr) => {
        const range = addressRange(cidr);
        return range !== undefined && !isPrivate(range);
      })
      .map(
        (cidr) =>
          `TAP1023: warning: ${path}: the VPC's addresses ${cidr} belong to hosts on the internet, which can't be reached from inside; 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10 are free`,
      ),
  );
}
