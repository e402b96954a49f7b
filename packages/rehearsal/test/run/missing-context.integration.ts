import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../src/command/run-error';
import { systemPath } from '../../src/executors/codebuild/ask-program';
import { type Cdk, cdkIn, runCdk } from '../../src/run/cdk';
import { synthesize } from '../../src/run/synthesize';

const folder = mkdtempSync(join(tmpdir(), 'missing-context-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { signal } = new AbortController();
const account = '123456789012';
/** Milliseconds for a real synth or two. */
const synthMs = 120_000;

/** One stack in an environment of its own, which needs these lines. */
const app = (lines: string) => `
const { App, Stack, Stage, aws_ec2: ec2, aws_route53: route53, aws_ssm: ssm } = require(${JSON.stringify(require.resolve('aws-cdk-lib'))});
const env = { account: '${account}', region: 'eu-west-1' };
const stack = new Stack(new Stage(new App(), 'Test', { env }), 'Net');
${lines}
`;

/** What an app may look up, by the provider that would be asked. */
const lookups = {
  'vpc-provider': "ec2.Vpc.fromLookup(stack, 'Found', { vpcName: 'main' });",
  'availability-zones': "new ec2.Vpc(stack, 'Own');",
  ssm: "ssm.StringParameter.valueFromLookup(stack, '/main/id');",
  ami: "new ec2.LookupMachineImage({ name: 'main-*' }).getImage(stack);",
  'hosted-zone': "route53.HostedZone.fromLookup(stack, 'Zone', { domainName: 'example.org' });",
} as const;

let apps = 0;
function cdkOf(lines: string, context?: Readonly<Record<string, unknown>>): Cdk {
  const clone = join(folder, `app-${apps++}`);
  mkdirSync(clone);
  writeFileSync(join(clone, 'cdk.json'), '{"app":"node app.js"}');
  writeFileSync(join(clone, 'app.js'), app(lines));
  if (context !== undefined) writeFileSync(join(clone, 'cdk.context.json'), JSON.stringify(context));
  return cdkIn({ clone, machine: { path: systemPath(process.env), toolsDir: '', network: {} }, home: folder, signal });
}

const synthesized = (cdk: Cdk) =>
  synthesize(
    cdk,
    { repository: cdk.clone, commit: 'c', authorDate: '', subject: '' },
    { account, synth: {} },
    () => undefined,
  );

describe('a commit that lacks the context of a lookup', () => {
  test(
    'is refused, with every key, and who would be asked for it',
    async () => {
      const lines = Object.values(lookups).join('\n');
      const refusal: unknown = await synthesized(cdkOf(lines)).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'TAP4073', exitCode: exitCodes.wrongUse });
      for (const provider of Object.keys(lookups)) {
        expect(String(refusal)).toMatch(new RegExp(`${provider}:account=${account}.* \\(looked up by ${provider}\\)`));
      }
    },
    synthMs,
  );

  test(
    'is synthesized once its cdk.context.json has it',
    async () => {
      const context = { [`ssm:account=${account}:parameterName=/main/id:region=eu-west-1`]: 'vpc-1' };
      const assembly = await synthesized(cdkOf(lookups.ssm, context));
      expect(assembly.targets()).toMatchObject([{ account, region: 'eu-west-1' }]);
    },
    synthMs,
  );

  test(
    "is refused in a job, too: the CDK's command line obeys the variable that jobs have",
    async () => {
      const cdk = cdkOf(lookups.ssm);
      const { status, output } = await runCdk(cdk, ['synth', '--quiet'], { CDK_LOOKUPS: 'false' });
      expect({ status, output }).toMatchObject({ status: 1, output: expect.stringContaining('/main/id') });
    },
    synthMs,
  );
});
