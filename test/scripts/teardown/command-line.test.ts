import { CodedError } from '@delivery/coded-error';
import { parseConfiguration } from '../../../lib/config';
import type { CommandLine } from '../../../scripts/teardown/command-line';
import { shippedData } from '../../fixtures/shipped';
import { runMain } from './run-main';

const call = (args: readonly string[], more: Partial<CommandLine> = {}) =>
  runMain(args, { configuration: () => parseConfiguration(shippedData, {}), ...more });

describe('the command line of teardown', () => {
  test.each([
    [[], /missing required argument/],
    [['Dev', 'Prod'], /too many arguments/],
    [['Dev', '--yes'], /argument missing/],
    [['Dev', '--force'], /unknown option/],
    [['Dev'], /TAP6502.*--yes Dev.*--show/],
    [['Dev', '--yes', 'Prod'], /TAP6503.*Prod/],
    [['Dev', '--yes', 'dev'], /TAP6503/],
    [['Dve', '--show'], /TAP6504/],
    [['Gone', '--account', '999999999999', '--show'], /TAP6501.*together/],
    [['Gone', '--region', 'eu-west-1', '--show'], /TAP6501.*together/],
    [['Dev', '--show', '--profile', 'dev'], /TAP6001/],
  ])('%j is wrong use, and nothing is asked of AWS', async (args, message) => {
    const { exitCode, said, errors } = await call(args);
    expect(errors).toMatch(message);
    expect([exitCode, said]).toEqual([2, '']);
  });

  test('an invalid configuration is wrong use by its own code', async () => {
    const configuration = () => {
      throw new CodedError('TAP1003', 'TAP_DEV_X matches no setting');
    };
    const { exitCode, errors } = await call(['Dev', '--show'], { configuration });
    expect([exitCode, errors]).toEqual([2, 'TAP1003: TAP_DEV_X matches no setting\n']);
  });

  test('help is no error', async () => {
    const { exitCode, said } = await call(['--help']);
    expect(exitCode).toBe(0);
    expect(said).toContain('--yes <environment>');
  });
});
