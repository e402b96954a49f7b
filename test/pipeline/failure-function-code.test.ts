import { failureFunctionCode, fitting } from '../../lib/pipeline/failure-function-code';
import { refusal } from '../config/edited';

describe('the code of the function that tells of failures', () => {
  test('is one text in plain ASCII that CloudFormation takes, with the handler that Lambda calls', () => {
    const code = failureFunctionCode();
    expect(code).toMatch(/^[\n\x20-\x7e]+$/);
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-function-code.html, in its editions with a number
    expect(code.length).toBeLessThanOrEqual(4 * 1024);
    const module: { exports: Record<string, unknown> } = { exports: {} };
    const loaded: string[] = [];
    const client = class {};
    new Function('module', 'require', code)(module, (name: string) => {
      loaded.push(name);
      return { CodePipelineClient: client, SNSClient: client };
    });
    expect(Object.keys(module.exports)).toEqual(['handler']);
    expect(loaded.sort()).toEqual(['@aws-sdk/client-codepipeline', '@aws-sdk/client-sns']);
  });

  test('that is longer than a template takes is refused', () => {
    expect(fitting('x'.repeat(4096))).toHaveLength(4096);
    expect(refusal(() => fitting('x'.repeat(4097))).message).toMatch(/^TAP1073: .*4097.*4096/);
  });
});
