import fc from 'fast-check';
import { alarmName, namePrefix, nameRules, type PhysicalNames, physicalNames } from '../../lib/config';
import { shippedData } from '../fixtures/shipped';

/** Every environment name that the schema accepts. */
const environmentNames = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,15}$/);

describe('physical names', () => {
  test('keep the rule of their service for every environment name that is accepted', () => {
    fc.assert(
      fc.property(environmentNames, (environment) => {
        const names = Object.entries(physicalNames(shippedData.application, environment));
        expect(names.length).toBe(Object.keys(nameRules).length);
        for (const [key, name] of names) {
          const { limit, pattern } = nameRules[key as keyof PhysicalNames];
          expect(name.length).toBeLessThanOrEqual(limit);
          expect(name).toMatch(pattern);
        }
      }),
    );
  });

  test('of two environments are different ones', () => {
    const distinct = fc.uniqueArray(environmentNames, {
      minLength: 2,
      maxLength: 2,
      selector: (name) => name.toLowerCase(),
    });
    fc.assert(
      fc.property(distinct, ([one = '', other = '']) => {
        const first = Object.values(physicalNames('tap', one));
        const second = new Set<string>(Object.values(physicalNames('tap', other)));
        expect(first.filter((name) => second.has(name))).toEqual([]);
      }),
    );
  });

  test('of alarms begin like all others of their environment', () => {
    expect(alarmName('tap', 'Dev', 'catalog-cpu')).toBe(`${namePrefix('tap', 'Dev')}-catalog-cpu`);
  });
});
