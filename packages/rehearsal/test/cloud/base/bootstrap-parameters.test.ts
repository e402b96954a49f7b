import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import {
  bootstrapParameters,
  bootstrapQualifier,
  bootstrapStack,
  bootstrapTemplate,
  isBootstrapStack,
} from '../../../src/cloud/base/bootstrap-parameters';
import { parseTemplate } from '../../../src/cloud/gateway/templates/template';

test('the qualifier is what the assembly says, and the CDK’s own where it says nothing', () => {
  expect(bootstrapQualifier('/cdk-bootstrap/weather/version')).toBe('weather');
  for (const silent of [undefined, '/another/parameter']) {
    expect(bootstrapQualifier(silent)).toBe(DefaultStackSynthesizer.DEFAULT_QUALIFIER);
  }
});

test('stacks of several qualifiers stand side by side in one account and region', () => {
  const names = [DefaultStackSynthesizer.DEFAULT_QUALIFIER, 'weather', 'acme'].map(bootstrapStack);
  expect(new Set(names).size).toBe(3);
  expect(names[0]).toBe('CDKToolkit');
  expect(names.every(isBootstrapStack)).toBe(true);
  expect(['Delivery', 'Alpha-Network', 'CDKToolkits'].filter(isBootstrapStack)).toEqual([]);
});

test('the pinned command line’s template takes every parameter', async () => {
  const { Parameters } = parseTemplate(await bootstrapTemplate()) as { Parameters?: object };
  const given = bootstrapParameters('weather', '111111111111');
  expect(given).toMatchObject({ Qualifier: 'weather', TrustedAccounts: '111111111111' });
  expect(Object.keys(Parameters ?? {})).toEqual(expect.arrayContaining(Object.keys(given)));
});
