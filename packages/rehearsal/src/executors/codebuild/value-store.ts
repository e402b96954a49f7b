import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { CodedError } from '@delivery/coded-error';
import { sdkConfiguration } from '../sdk-configuration';
import type { ValueStore } from './declared-variables';

/** Secrets and parameters from the local cloud, read as the build's own role. */
export function cloudValueStore(where: string, awsVariables: Readonly<Record<string, string>>): ValueStore {
  const explained = async (what: string, read: () => Promise<string | undefined>): Promise<string> => {
    try {
      const value = await read();
      if (value !== undefined) return value;
      throw new Error('it has no text value');
    } catch (error) {
      throw new CodedError('TAP4113', `${where}: ${what} can't be read: ${String(error)}`, { cause: error });
    }
  };
  return {
    secret: (reference) =>
      explained(`the secret ${reference}`, async () => {
        // An ARN has six colons of its own before whatever follows the name.
        const parts = reference.startsWith('arn:') ? reference.split(':').slice(7) : reference.split(':').slice(1);
        const [key, stage, version] = parts;
        const id = parts.length === 0 ? reference : reference.slice(0, -(parts.join(':').length + 1));
        const client = new SecretsManagerClient(sdkConfiguration(awsVariables));
        const { SecretString } = await client.send(
          new GetSecretValueCommand({
            SecretId: id,
            VersionStage: stage,
            VersionId: version,
          }),
        );
        if (!key || SecretString === undefined) return SecretString;
        const value = (JSON.parse(SecretString) as Record<string, unknown>)[key];
        return value === undefined ? undefined : String(value);
      }),
    parameter: (name) =>
      explained(`the parameter ${name}`, async () => {
        const client = new SSMClient(sdkConfiguration(awsVariables));
        const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
        return Parameter?.Value;
      }),
  };
}
