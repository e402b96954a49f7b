import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CodedError } from '@delivery/coded-error';
import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { codedAwsError, wordsOf } from './aws-error';
import { type CredentialsProvider, clientSettings, personClientSettings } from './clients';
import { type AccountPlaces, placeName } from './places';
import type { Profiles } from './profiles';

/** A way into an account. */
export interface Access {
  readonly account: string;
  /** Who it is there, as STS says. */
  readonly arn: string;
  /** Whose credentials these are, in words. */
  readonly by: string;
  readonly credentials: CredentialsProvider;
}

/** An account that there is no way into. */
export interface NotSeen {
  /** Absent where the configuration names no accounts. */
  readonly account?: string;
  /** Why, and what to do. */
  readonly reason: CodedError;
}

export interface AccessOptions {
  /** @default - none: the person's own credentials */
  readonly profiles?: Profiles;
  /**
   * Qualifier of the bootstrap stacks, whose lookup roles are tried last. They may read and nothing else.
   *
   * @default - no role is assumed
   */
  readonly lookupQualifier?: string;
}

/** Who somebody is, or why that is not known. */
type Identity = Access | CodedError;

/** Says in an account's CloudTrail what the role was assumed for. */
const sessionName = 'tapstack-doctor';

/** Where STS is asked. A session from a regional endpoint holds in every region (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html). */
const stsRegion = 'us-east-1';

/**
 * The ways into accounts with one person's credentials: a profile named for the account, the person's own credentials if they are
 * of that account, the account's lookup role.
 */
export class Accounts {
  private readonly profiles: Profiles;
  private readonly lookupQualifier?: string;
  private own?: Promise<Identity>;

  constructor({ profiles = new Map(), lookupQualifier }: AccessOptions = {}) {
    this.profiles = profiles;
    this.lookupQualifier = lookupQualifier;
  }

  /** Whose account the person's own credentials are of, without a profile named for it; a reason if that can't be said. */
  person(): Promise<Identity> {
    this.own ??= identify('your own credentials');
    return this.own;
  }

  /**
   * A way into one account.
   *
   * @returns the reason if there is none
   * @throws RunError TAP6010 if a profile has credentials of another account than the one that it was named for
   */
  async open({ account, places }: AccountPlaces): Promise<Access | NotSeen> {
    const profile = account === undefined ? undefined : this.profiles.get(account);
    if (account !== undefined && profile !== undefined) return this.byProfile(account, profile);
    const person = await this.person();
    if (account === undefined) return person instanceof CodedError ? { reason: person } : person;
    if (!(person instanceof CodedError) && person.account === account) return person;
    if (this.lookupQualifier === undefined || person instanceof CodedError) {
      return { account, reason: noWay(account, person) };
    }
    return this.byLookupRole(
      account,
      places.map(({ region }) => region),
      person,
      this.lookupQualifier,
    );
  }

  private async byProfile(account: string, profile: string): Promise<Access | NotSeen> {
    const identity = await identify(`profile ${profile}`, profile);
    if (identity instanceof CodedError) return { account, reason: identity };
    if (identity.account === account) return identity;
    throw new RunError(
      'TAP6010',
      exitCodes.wrongUse,
      `--profile ${account}=${profile}: its credentials are of account ${identity.account} (${identity.arn}); name a profile of account ${account}`,
    );
  }

  /** Each region that was bootstrapped has a role of its own, and any of them may read in all. */
  private async byLookupRole(
    account: string,
    regions: readonly string[],
    person: Access,
    qualifier: string,
  ): Promise<Access | NotSeen> {
    const refused: string[] = [];
    for (const region of regions) {
      const role = `arn:aws:iam::${account}:role/cdk-${qualifier}-lookup-role-${account}-${region}`;
      try {
        const credentials = await assume(role, person.credentials);
        return { account, arn: role, by: `the lookup role of ${region}`, credentials };
      } catch (error) {
        refused.push(`${role}: ${wordsOf(error)}`);
      }
    }
    return { account, reason: noWay(account, person, refused) };
  }
}

/** Whether an account can be looked at. */
export function isAccess(way: Access | NotSeen): way is Access {
  return 'credentials' in way;
}

/** Takes the SDK's warning that a profile is preferred to keys in the environment: that is what `--profile` was given for. */
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function identify(by: string, profile?: string): Promise<Identity> {
  const client = new STSClient({
    ...personClientSettings,
    region: stsRegion,
    ...(profile === undefined ? {} : { profile, logger: silent }),
  });
  try {
    const { Account: account, Arn: arn } = await client.send(new GetCallerIdentityCommand({}));
    if (!account || !arn) throw new Error('STS names no account');
    return { account, arn, by, credentials: client.config.credentials };
  } catch (error) {
    const { AWS_PROFILE: chosen } = process.env;
    return codedAwsError(profile === undefined && chosen ? `${by} by AWS_PROFILE=${chosen}` : by, error);
  } finally {
    client.destroy();
  }
}

async function assume(roleArn: string, credentials: CredentialsProvider): Promise<CredentialsProvider> {
  const client = new STSClient(clientSettings(credentials, stsRegion));
  try {
    const { Credentials: given } = await client.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName }),
    );
    if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) throw new Error('no credentials came');
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given;
    return async () => ({ accessKeyId, secretAccessKey, sessionToken, expiration: given.Expiration });
  } finally {
    client.destroy();
  }
}

function noWay(account: string, person: Identity, refused: readonly string[] = []): CodedError {
  const own =
    person instanceof CodedError
      ? `your own credentials can't be used (${person.message})`
      : `your own credentials are of account ${person.account}`;
  const roles = refused.length === 0 ? '' : `, and no lookup role let them in (${refused.join(' | ')})`;
  return new CodedError(
    'TAP6011',
    `${placeName({ account })}: no profile is named for it, ${own}${roles}; name one: --profile ${account}=NAME`,
  );
}
