import { APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import { CodedError } from '@delivery/coded-error';
import type { RoleCredentialsProvider } from './assume-role';
import { awsClientSettings } from './aws-client';

/**
 * Reads the key of the gates' usage plan. It is a secret: it goes into request headers and a child's environment, never into
 * an argument, a log or a file.
 *
 * @throws CodedError TAP3006 if it can't be read
 */
export async function readApiKey(keyId: string, region: string, credentials: RoleCredentialsProvider): Promise<string> {
  const client = new APIGatewayClient({ ...awsClientSettings, region, credentials });
  try {
    const { value } = await client.send(new GetApiKeyCommand({ apiKey: keyId, includeValue: true }));
    if (!value) throw new Error('the answer has no value');
    return value;
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw new CodedError('TAP3006', `the API key ${keyId} in ${region} could not be read: ${String(error)}`);
  } finally {
    client.destroy();
  }
}
