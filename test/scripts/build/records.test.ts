import { describeRecords, recordsByHand } from '../../../scripts/build/records';
import { stacksOf } from '../../helpers/stacks';
import { configurationOf } from '../../helpers/variants';

const { environments } = configurationOf('europe');

describe('the records that are made by hand', () => {
  test('are those of every name outside of a configured zone', () => {
    const expected = environments
      .filter(({ edge }) => edge.hostedZone === undefined)
      .flatMap(({ name, edge }) => [
        { stage: name, name: edge.origin?.domain, output: 'OriginRecordByHand', stack: `${name}-Service` },
        { stage: name, name: edge.domain, output: 'DomainRecordByHand', stack: `${name}-Edge` },
      ]);
    expect(expected.length).toBeGreaterThan(2);
    expect(recordsByHand(stacksOf('europe'))).toEqual(expected);
  });

  test('are said with the output that tells what they lead to', () => {
    const [, second] = environments;
    const text = describeRecords(recordsByHand(stacksOf('europe')));
    expect(text).toContain(`${second?.name}: ${second?.edge.domain}, as output DomainRecordByHand of stack`);
  });

  test('are none without a domain, and then nothing is said', () => {
    expect(describeRecords(recordsByHand(stacksOf('default')))).toBeUndefined();
  });
});
