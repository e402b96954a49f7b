import { refuseWeakSettings, refuseWeakVariables, type SettingsSource } from '../../../scripts/build/weakenings';
import { cdkContext } from '../../helpers/variants';

function place(file: string, context: Record<string, unknown>, content: Record<string, unknown> = {}): SettingsSource {
  return { file, content, context };
}

const own = place('cdk.json', cdkContext());

test('the repository’s own settings are strict', () => {
  expect(() => refuseWeakSettings([own])).not.toThrow();
});

test.each([
  ['CDK_VALIDATION', 'false'],
  ['CDK_VALIDATION', 'true'],
  ['CDK_CONTEXT_JSON', '{}'],
  ['CDK_IGNORE_ERRORS', 'true'],
])('%s=%s is refused', (name, value) => {
  expect(() => refuseWeakVariables({ PATH: '/bin', [name]: value })).toThrow(new RegExp(`^TAP2001: .*${name}="`));
});

test('other variables are not refused', () => {
  expect(() =>
    refuseWeakVariables({ PATH: '/bin', CDK_DEFAULT_REGION: 'us-east-1', CDK_VALIDATION: undefined }),
  ).not.toThrow();
});

test.each([
  ['@aws-cdk/core:validateAgainstDefaultRules', false],
  ['@aws-cdk/core:validateAgainstDefaultRules', 'true'],
  ['@aws-cdk/core:annotationsInValidationReport', false],
  ['@aws-cdk/core:failSynthOnValidationErrors', false],
  ['@aws-cdk/core:appMode', 'inmemory'],
  ['aws:cdk:version-reporting', false],
])('context %s = %j is refused, in whichever file it stands', (key, value) => {
  const message = new RegExp(`^TAP2002: cdk\\.context\\.json: "${key}"`);
  expect(() => refuseWeakSettings([own, place('cdk.context.json', { [key]: value })])).toThrow(message);
  expect(() => refuseWeakSettings([place('cdk.context.json', { [key]: value }), own])).toThrow(message);
});

test('context that the gate relies on must be there', () => {
  expect(() => refuseWeakSettings([place('cdk.json', {})])).toThrow(/^TAP2002: cdk\.json: context ".*" is missing/);
});

test.each([
  ['versionReporting', false],
  ['ignoreErrors', true],
])('setting %s = %j of cdk.json is refused', (key, value) => {
  expect(() => refuseWeakSettings([place('cdk.json', cdkContext(), { [key]: value })])).toThrow(/^TAP2002/);
});
