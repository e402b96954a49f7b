import { type CloudOfTest, cloudWith, functionRole } from './cloud-of-test';

let under: CloudOfTest;
beforeAll(async () => {
  under = await cloudWith({ Resources: { Role: functionRole } });
}, 120_000);
afterAll(() => under?.stop(), 60_000);

/** A stack with a custom resource that a function of inline code answers. */
const answeredBy = (Runtime: string, ZipFile: string) => ({
  Resources: {
    Role: functionRole,
    Answers: {
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime, Handler: 'index.handler', Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile } },
    },
    Asked: {
      Type: 'Custom::Asked',
      Properties: { ServiceToken: { 'Fn::GetAtt': ['Answers', 'Arn'] }, Given: 'a value' },
    },
  },
  Outputs: { Said: { Value: { 'Fn::GetAtt': ['Asked', 'Said'] } }, Id: { Value: { Ref: 'Asked' } } },
});

describe('a custom resource whose function of inline code loads the response module', () => {
  const node = (status: string) => `
    const response = require('cfn-response');
    exports.handler = (event, context) => {
      response.send(event, context, response.${status}, { Said: event.ResourceProperties.Given }, 'an id');
    };`;
  const python = (status: string) => `
import cfnresponse
def handler(event, context):
    cfnresponse.send(event, context, cfnresponse.${status}, {"Said": event["ResourceProperties"]["Given"]}, "an id")
`;

  test.each([
    ['nodejs22.x', 'OfNode', node],
    ['python3.12', 'OfPython', python],
  ])('is answered, in %s', async (runtime, stack, code) => {
    const { outputs } = await under.deploy(stack, answeredBy(runtime, code('SUCCESS')));
    expect(outputs).toMatchObject({ Said: 'a value', Id: 'an id' });
  });

  test.each([
    ['nodejs22.x', 'BadNode', node],
    ['python3.12', 'BadPython', python],
  ])('fails if it is answered so, in %s', async (runtime, stack, code) => {
    await expect(under.deploy(stack, answeredBy(runtime, code('FAILED')))).rejects.toMatchObject({
      message: expect.stringContaining('Asked'),
    });
  });
});
