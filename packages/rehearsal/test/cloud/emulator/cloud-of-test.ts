import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller, LocalCloud, StackResult } from '../../../src/cloud/base/contracts';
import type { WayOut } from '../../../src/network/network';
import { startCloud } from '../../../src/run/start-cloud';

/** Another account and region than those of the emulator itself: a request has to find its own. */
export const account = '222222222222';
export const region = 'eu-west-1';
const caller: Caller = { name: 'job Alpha/Check', account, region };

/** A role that functions take. */
export const functionRole = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  },
};

/** A stack with one function, in Python. */
export function withPython(name: string, code: string): { readonly Resources: object } {
  return {
    Resources: {
      Role: functionRole,
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: name,
          Runtime: 'python3.12',
          Handler: 'index.handler',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Code: { ZipFile: code },
          Timeout: 30,
        },
      },
    },
  };
}

/** A local cloud with one stack in it. */
export interface CloudOfTest {
  readonly cloud: LocalCloud;
  readonly outputs: Readonly<Record<string, string>>;
  /** What warnings have said so far. */
  readonly warnings: readonly string[];
  /** Deploys another stack. */
  deploy(stack: string, template: object): Promise<StackResult>;
  /** Settings of a client that asks as a job does. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  stop(): Promise<void>;
}

/**
 * Starts a local cloud in a folder of its own, and deploys a stack to it.
 *
 * @param wayOut leads tasks and functions to a proxy
 */
export async function cloudWith(
  template: { readonly Resources: object; readonly Outputs?: object },
  wayOut?: WayOut['variables'],
): Promise<CloudOfTest> {
  const workDir = mkdtempSync(join(tmpdir(), 'cloud-test-'));
  const warnings: string[] = [];
  const imagesFolder = join(workDir, 'images');
  mkdirSync(imagesFolder);
  const { cloud } = await startCloud(
    {
      workDir,
      toolsDir: join(__dirname, '../../../../../.tools'),
      defaultAccount: '111111111111',
      defaultRegion: 'us-east-1',
      clockFactor: 20,
      wayOut,
      emit: (event) => {
        if (event.type === 'warning') warnings.push(`${event.code}: ${event.message}`);
      },
    },
    { imagesFolder, withDatabase: {} },
  );
  const stop = async () => {
    await cloud.stop();
    rmSync(workDir, { recursive: true, force: true });
  };
  const deploy = (stack: string, of: object) =>
    cloud.deployStack(
      {
        environment: 'Alpha',
        account,
        region,
        stack,
        template: JSON.stringify(of),
        parameters: {},
        tags: {},
        capabilities: ['CAPABILITY_IAM'],
        caller,
      },
      new AbortController().signal,
    );
  try {
    await cloud.bootstrap(account, region, 'hnb659fds');
    const { outputs } = await deploy('Alpha-Test', template);
    const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = cloud.awsVariables(caller);
    const credentials = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    return { cloud, outputs, warnings, deploy, client: { endpoint: cloud.endpoint, region, credentials }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
