import { type DeliveryConfiguration, type EnvironmentConfiguration, edgeRegion } from '../../lib/config';

/** One account and region that the configuration deploys to. */
export interface Place {
  /** Absent where the configuration names no accounts: it is that of the person's credentials then. */
  readonly account?: string;
  readonly region: string;
  /** Whether the pipeline has a stack here: its own, or one with artifacts for what it deploys from this region. */
  readonly pipeline: boolean;
  /** The environments that have stacks here: in their own region, and their Edge stack in us-east-1. */
  readonly environments: readonly EnvironmentConfiguration[];
}

/** One account, with all regions of it that something is deployed to. */
export interface AccountPlaces {
  /** Absent where the configuration names no accounts. */
  readonly account?: string;
  readonly places: readonly Place[];
}

/**
 * Where an environment's stacks are: its own region, and us-east-1 for what CloudFront needs.
 *
 * @returns each region once
 */
export function regionsOfEnvironment({ region }: EnvironmentConfiguration): readonly string[] {
  return [...new Set([region, edgeRegion])];
}

/** Where the pipeline's stacks are: its own region, and each that an environment is deployed to. */
export function regionsOfPipeline({ pipeline, environments }: DeliveryConfiguration): readonly string[] {
  return [...new Set([pipeline.region, ...environments.flatMap(regionsOfEnvironment)])];
}

/** Every account that the configuration names, the pipeline's first, with its regions; each account and each region once. */
export function accountsOf(configuration: DeliveryConfiguration): readonly AccountPlaces[] {
  const { pipeline, environments } = configuration;
  const accounts = [...new Set([pipeline.account, ...environments.map(({ account }) => account)])];
  return accounts.map((account) => {
    const here = environments.filter((environment) => environment.account === account);
    const ofPipeline = account === pipeline.account ? regionsOfPipeline(configuration) : [];
    const regions = [...new Set([...ofPipeline, ...here.flatMap(regionsOfEnvironment)])];
    const places = regions.map((region) => ({
      account,
      region,
      pipeline: ofPipeline.includes(region),
      environments: here.filter((environment) => regionsOfEnvironment(environment).includes(region)),
    }));
    return { account, places };
  });
}

/** An account and region in words. */
export function placeName({ account, region }: { readonly account?: string; readonly region?: string }): string {
  const whose = account === undefined ? 'the account of your credentials' : `account ${account}`;
  return region === undefined ? whose : `${whose}, ${region}`;
}
