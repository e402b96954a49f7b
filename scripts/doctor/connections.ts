import { CodeStarConnectionsClient, GetConnectionCommand } from '@aws-sdk/client-codestar-connections';
import type { AwsPlace, ClientSettings } from './aws-place';

/** What an endpoint is made from; `Endpoint` is what `AWS_ENDPOINT_URL` says. */
interface EndpointParameters {
  readonly Region?: string;
  readonly Endpoint?: unknown;
}

/**
 * CodeConnections, asked by the client of the name that it had before: both speak the same protocol and differ in host, signature
 * and the prefix of an operation's name. A connection is asked for where its ARN says
 * (https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html).
 */
export class CodeConnectionsClient extends CodeStarConnectionsClient {
  constructor(settings: ClientSettings) {
    const renamed = {
      ...settings,
      signingName: 'codeconnections',
      endpointProvider: ({ Region, Endpoint }: EndpointParameters) => ({
        url: new URL(String(Endpoint ?? `https://codeconnections.${Region}.amazonaws.com`)),
      }),
    };
    super(renamed);
    this.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        headers['x-amz-target'] = `com.amazonaws.codeconnections.CodeConnections_20231201.${operationOf(headers)}`;
        return next(args);
      },
      { step: 'build', name: 'operation' },
    );
  }
}

/** State of a connection: `AVAILABLE`, `PENDING` or `ERROR`. */
export async function connectionStatus(aws: AwsPlace, arn: string): Promise<string> {
  const Client = arn.startsWith('arn:aws:codestar-connections:') ? CodeStarConnectionsClient : CodeConnectionsClient;
  const { Connection } = await aws.client(Client).send(new GetConnectionCommand({ ConnectionArn: arn }));
  return Connection?.ConnectionStatus ?? 'unknown';
}

function operationOf(headers: Readonly<Record<string, string>>): string {
  return headers['x-amz-target']?.split('.').at(-1) ?? '';
}
