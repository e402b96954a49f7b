import { bootstrap } from '../../../../scripts/doctor/looks/bootstrap';
import { queryAnswer, type RecordedAnswer, type RecordedCall } from '../../../helpers/recorded-aws';
import { devAccount, found, pipelineAccount, recording, region, stack, twoAccounts } from '../subject';

const { look } = recording();
const stacks = [stack('PipelineStack'), stack('Dev-Network', {}, { bootstrapVersion: 8 })];

function role(document: object): RecordedAnswer {
  const encoded = encodeURIComponent(JSON.stringify(document));
  return queryAnswer(
    'GetRole',
    `<Role><RoleName>r</RoleName><AssumeRolePolicyDocument>${encoded}</AssumeRolePolicyDocument></Role>`,
  );
}

const trusting = { Statement: { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { AWS: pipelineAccount } } };

/** A bootstrapped account. */
function bootstrapped(version: string, trust: RecordedAnswer = role(trusting)) {
  return ({ what }: RecordedCall) => {
    if (what === 'ssm GetParameter') return { json: { Parameter: { Name: 'version', Value: version } } };
    return what === 'iam GetRole' ? trust : undefined;
  };
}

describe('bootstrapping (recorded)', () => {
  test('in the version that the most demanding stack needs is in order', async () => {
    expect(await look(bootstrap, bootstrapped('8'), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 4 },
    });
    const tooOld = await look(bootstrap, bootstrapped('7'), { stacks });
    expect(new Set(tooOld.findings.map(({ code }) => code))).toEqual(new Set(['TAP6112']));
    expect(tooOld.findings.length).toBe(4);
  });

  test.each(['abc', '', '8.5', '-8', '8 or so'])('in a version that is no number is found (%j)', async (version) => {
    const { findings, unseen } = await look(bootstrap, bootstrapped(version), { stacks });
    expect(unseen).toEqual([]);
    expect(findings.map(({ code }) => code)).toEqual(Array(4).fill('TAP6112'));
    expect(findings[0]?.what).toContain(version);
  });

  const everywhere = [pipelineAccount, devAccount].flatMap((account) =>
    [region, 'us-east-1'].map((place) => `account ${account}, ${place}`),
  );

  test.each(['deploy-role', 'file-publishing-role', 'cfn-exec-role'])(
    'whose %s is gone is found in every account, that of the pipeline too, though its version is there',
    async (name) => {
      const gone = { error: 'NoSuchEntity', message: 'The role cannot be found.', status: 404 };
      const answer = bootstrapped('33');
      const examination = await look(
        bootstrap,
        (call) => (String(call.input.RoleName).includes(name) ? gone : answer(call)),
        { stacks },
      );
      expect(found(examination)).toEqual(everywhere.map((where) => `TAP6113 ${where}`));
      expect(examination.findings[0]?.what).toContain(`cdk-shop-${name}-${pipelineAccount}-${region} missing`);
    },
  );

  test('whose roles let nobody in is found, but for the one that CloudFormation acts as', async () => {
    const { findings } = await look(bootstrap, bootstrapped('33', role({ Statement: [] })), { stacks });
    expect(findings.map(({ code }) => code)).toEqual(Array(4).fill('TAP6113'));
    expect(findings[0]?.what).toMatch(/deploy-role-\S+ and \S+file-publishing-role-\S+ not for .*to assume/);
    expect(findings[0]?.what).not.toContain('cfn-exec-role');
  });

  test('whose roles let in under conditions of a team’s own is not seen', async () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
    const trust = role({ Statement: { ...trusting.Statement, Condition } });
    const { findings, unseen } = await look(bootstrap, bootstrapped('33', trust), { stacks });
    expect(findings).toEqual([]);
    expect(unseen.map(({ code, where }) => `${code} ${where}`)).toEqual(everywhere.map((where) => `TAP6114 ${where}`));
  });

  test('that is missed says the command without a qualifier where none was chosen', async () => {
    const configuration = twoAccounts((data) => ({
      ...data,
      pipeline: { ...data.pipeline, bootstrapQualifier: 'hnb659fds' },
    }));
    const missing = ({ what }: RecordedCall): RecordedAnswer | undefined => {
      if (what === 'ssm GetParameter') return { error: 'ParameterNotFound' };
      return what === 'cloudformation DescribeStacks' ? queryAnswer('DescribeStacks', '<Stacks/>') : undefined;
    };
    const { findings } = await look(bootstrap, missing, { configuration, stacks });
    expect(findings.length).toBe(4);
    expect(findings.filter(({ todo }) => todo.includes('--qualifier'))).toEqual([]);
  });

  test('whose trust may not be read is not seen', async () => {
    const hidden = { error: 'AccessDenied', message: 'not authorized to perform iam:GetRole', status: 403 };
    const { seen, unseen } = await look(bootstrap, bootstrapped('33', hidden), { stacks });
    expect(seen).toEqual([]);
    expect(unseen.map(({ code, where }) => `${code} ${where}`)).toEqual(everywhere.map((where) => `TAP6005 ${where}`));
  });

  test('in a region that refuses what another one takes means that it is switched off', async () => {
    const { unseen } = await look(
      bootstrap,
      (call) =>
        call.region === region ? { error: 'UnrecognizedClientException', status: 400 } : bootstrapped('33')(call),
      { stacks },
    );
    expect(unseen.map(({ code, where }) => `${code} ${where}`)).toEqual([
      `TAP6006 account ${pipelineAccount}, ${region}`,
      `TAP6006 account ${devAccount}, ${region}`,
    ]);
  });
});
