import { tellingLines } from '../../src/executors/codebuild/telling-lines';

/** What tools print around the line that says why, last lines above all. */
const noise = ['', 'building', '    at Object.<anonymous> (bin/acme.ts:3:1)', 'npm error code 1', 'Node.js v20.19.0'];

test.each([
  ['an error with a code', 'TAP2003: the strict gate stopped at what stands above'],
  ['such an error, thrown', 'CodedError: TAP1003: environments[0].region: "moon" is not a region'],
  [
    'an annotation of the CDK',
    '[Error at /Delivery/Unprotected/Resource] AwsSolutions-S1: The bucket has no access log.',
  ],
  ['a type error', "src/planted-fault.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'."],
  ['a test file that failed', '     FAIL test/planted-fault.test.ts'],
  ['a failed test', '  ● a planted fault is found'],
  ['a finding of Biome', 'lib/app.ts:3:7 lint/correctness/noUnusedVariables ━━━━━━'],
  ['what a program threw', 'TypeError: Cannot read properties of undefined'],
])('%s is found among what comes before and after it', (_what, line) => {
  expect(tellingLines([...noise, line, ...noise, line, ...noise])).toEqual([line]);
});

test('findings of cdk-nag are shown with the constructs that they are about', () => {
  const log = 'ERROR The S3 Bucket has server access logs disabled. (AwsSolutions)';
  const tls = 'ERROR The S3 Bucket or bucket policy does not require requests to use SSL. (AwsSolutions)';
  const one = '   Delivery/One/Resource aws-cdk-lib.aws_s3.CfnBucket';
  const two = '   Delivery/Two/Resource aws-cdk-lib.aws_s3.CfnBucket';
  const acknowledge = "   Acknowledge with 'AwsSolutions::AwsSolutions-S1'";
  const findings = [log, one, acknowledge, '', tls, one, acknowledge, '', tls, two, acknowledge];
  expect(tellingLines(['bin/acme.ts:13:1', ...findings, 'TAP2003: stopped'])).toEqual([
    log,
    one,
    tls,
    one,
    two,
    'TAP2003: stopped',
  ]);
});

test('colours hide nothing', () => {
  expect(tellingLines(['\u001b[31mTAP2013: no such profile\u001b[39m'])).toEqual(['TAP2013: no such profile']);
});

test('the first ten are shown, because they are mostly why the rest comes', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `src/a.ts(${index},1): error TS1005: ';' expected.`);
  expect(tellingLines(lines)).toEqual(lines.slice(0, 10));
});

test('without any the last eight lines have to do, and without output there are none', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
  expect(tellingLines([...lines, ' '])).toEqual(lines.slice(-8));
  expect(tellingLines([])).toEqual([]);
});
