import { shippedText, startingData, withLoadTestsOf } from '../../../scripts/configured/starting-data';
import { edited, environmentAt } from '../../config/edited';
import { shippedData } from '../../fixtures/shipped';
import { evaluate } from './evaluate';

describe('what every copy starts from', () => {
  test('is the shipped example, whatever a team configured', () => {
    const team = edited((data) => {
      data.application = 'emporium';
      data.environments.length = 1;
      environmentAt(data, 0).name = 'Only';
    });
    expect(startingData(shippedData)).toEqual(shippedData);
    expect(startingData(team).application).toBe(shippedData.application);
    expect(startingData(team).environments).toHaveLength(shippedData.environments.length);
  });

  test('has the load tests that the team has, those of production in production', () => {
    const team = edited((data) => {
      for (const { production, gates } of data.environments) {
        gates.load.journey = production ? 'read' : 'write';
        gates.load.profile = production ? 'calm' : 'busy';
      }
    });
    for (const { production, gates } of startingData(team).environments) {
      expect(gates.load).toMatchObject(
        production ? { journey: 'read', profile: 'calm' } : { journey: 'write', profile: 'busy' },
      );
    }
  });

  test('takes the load tests of any environment where the team has no counterpart', () => {
    const team = edited((data) => {
      data.environments = data.environments.filter(({ production }) => !production);
      for (const { gates } of data.environments) gates.load.journey = 'write';
    });
    expect(new Set(startingData(team).environments.map(({ gates }) => gates.load.journey))).toEqual(new Set(['write']));
  });
});

describe('the text that pages show diffs of', () => {
  const team = edited((data) => {
    for (const { production, gates } of data.environments) {
      Object.assign(gates.load, { journey: production ? 'checkout' : 'write', profile: 'calm' });
    }
  });

  test('says what the shipped example says', () => {
    expect(evaluate(shippedText())).toEqual(shippedData);
  });

  test('has the load tests that the team has, those of production in production', () => {
    expect(evaluate(withLoadTestsOf(startingData(team), shippedText()))).toEqual(startingData(team));
  });

  test('keeps the load tests that a diff brings', () => {
    const text = shippedText().replace("journey: 'checkout'", "journey: 'look-in'");
    const journeys = evaluate(withLoadTestsOf(startingData(team), text)).environments.map(
      ({ gates }) => gates.load.journey,
    );
    expect(journeys).toEqual(['look-in', 'look-in', 'checkout']);
  });
});
