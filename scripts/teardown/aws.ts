import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CodedError } from '@delivery/coded-error';
import type { Access } from '../accounts/access';
import { codedAwsError, refusalOf } from '../accounts/aws-error';
import { clientSettings } from '../accounts/clients';
import { placeName } from '../accounts/places';

/** The clients for one account and region; each paces itself, so there is one of a kind. */
export interface RegionClients {
  readonly account: string;
  readonly region: string;
  readonly cloudFormation: CloudFormationClient;
  readonly rds: RDSClient;
  readonly loadBalancers: ElasticLoadBalancingV2Client;
  readonly kms: KMSClient;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
  readonly logs: CloudWatchLogsClient;
}

/** The clients of every region that is asked for, in one account. */
export class AccountClients {
  private readonly byRegion = new Map<string, RegionClients>();

  constructor(readonly access: Access) {}

  in(region: string): RegionClients {
    const known = this.byRegion.get(region);
    if (known !== undefined) return known;
    const settings = clientSettings(this.access.credentials, region);
    const made = {
      account: this.access.account,
      region,
      cloudFormation: new CloudFormationClient(settings),
      rds: new RDSClient(settings),
      loadBalancers: new ElasticLoadBalancingV2Client(settings),
      kms: new KMSClient(settings),
      s3: new S3Client(settings),
      secrets: new SecretsManagerClient(settings),
      logs: new CloudWatchLogsClient(settings),
    };
    this.byRegion.set(region, made);
    return made;
  }
}

/**
 * Asks AWS.
 *
 * @param what right that the call needs, such as `cloudformation:ListImports`
 * @throws CodedError TAP6002 to TAP6009 if it refuses
 */
export async function asked<T>(
  { account, region }: { readonly account: string; readonly region: string },
  what: string,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CodedError) throw error;
    const refusal = refusalOf(error);
    // STS took these credentials a moment ago: it is the region that doesn't.
    throw codedAwsError(
      `${placeName({ account, region })}, ${what}`,
      error,
      refusal === 'refused' ? 'region off' : refusal,
    );
  }
}
