import { FunctionAddresses } from '../../../src/cloud/backing/function-addresses';
import { resource, stackOf } from '../fixtures/stacks';

const functionOf = (name: string, Variables?: Readonly<Record<string, string>>) =>
  resource('Alpha-Weather', name, 'AWS::Lambda::Function', name, Variables ? { Environment: { Variables } } : {});

/** Addresses that are told to functions which have a variable more than their template says. */
function rig() {
  const set: [string, Readonly<Record<string, string>>][] = [];
  const addresses = new FunctionAddresses(
    {
      functionVariables: async (_caller, name) => ({ API: `of ${name}`, ENDPOINT: 'of the gateway' }),
      setFunctionVariables: async (_caller, name, variables) => void set.push([name, variables]),
    },
    (text) =>
      text.includes('aws.example')
        ? { text: text.replace('aws.example', 'here'), differences: [{ onAws: 'aws.example', here: 'here' }] }
        : { text, differences: [] },
  );
  return { addresses, set };
}

describe('functions', () => {
  test('are told the addresses of this machine, and keep what else they have', async () => {
    const { addresses, set } = rig();
    await addresses.apply(
      stackOf('Alpha-Weather', [
        functionOf('caller', { API: 'https://aws.example/live', TABLE: 'things' }),
        functionOf('other', { TABLE: 'things' }),
        functionOf('bare'),
      ]),
    );
    expect(set).toEqual([['caller', { API: 'https://here/live', ENDPOINT: 'of the gateway' }]]);
  });

  test('are told again with each update, and the difference is one', async () => {
    const { addresses, set } = rig();
    const stack = stackOf('Alpha-Weather', [functionOf('caller', { API: 'aws.example' })]);
    await addresses.apply(stack);
    await addresses.apply(stack);
    expect(set).toHaveLength(2);
    expect(addresses.differences('Alpha')).toEqual([{ onAws: 'aws.example', here: 'here' }]);
    expect(addresses.differences('Gamma')).toEqual([]);
  });
});
