import { exitCodes } from '../../src/command/run-error';
import { checkVariables } from '../../src/run/check-variables';

const properties = { Variables: [{ Name: 'TARGET' }, { Name: 'WHO', DefaultValue: '', Description: 'Who' }] };
const refusal = (told: string) => expect.objectContaining({ code: 'TAP4085', message: expect.stringContaining(told) });

describe('the variables of a pipeline', () => {
  test('want a value before the start, each one without a default', () => {
    expect(() => checkVariables([], { properties })).toThrow(refusal('TARGET'));
    expect(() => checkVariables(['WHO'], { properties })).toThrow(
      expect.objectContaining({ exitCode: exitCodes.wrongUse }),
    );
    expect(() => checkVariables(['TARGET'], { properties })).not.toThrow();
    expect(() => checkVariables([], { properties: {} })).not.toThrow();
  });

  test('are given by their names alone', () => {
    expect(() => checkVariables(['TARGET', 'OTHER'], { properties })).toThrow(refusal('OTHER'));
  });
});
