/**
 * Regions that can be configured, with what differs between them and cannot be asked for without credentials.
 *
 * `originShield` is the region of Origin Shield with the lowest latency
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/origin-shield.html#choose-origin-shield-region).
 * `originFacingPrefixList` is the managed prefix list `com.amazonaws.global.cloudfront.origin-facing`
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html), whose id is fixed
 * for each region; `aws ec2 describe-managed-prefix-lists` shows it. A further region is one more line
 * here, and its zones in `zones.ts`.
 */
const regions = {
  'us-east-1': { originShield: 'us-east-1', originFacingPrefixList: 'pl-3b927c52' },
  'us-east-2': { originShield: 'us-east-2', originFacingPrefixList: 'pl-b6a144df' },
  'us-west-2': { originShield: 'us-west-2', originFacingPrefixList: 'pl-82a045eb' },
  'eu-west-1': { originShield: 'eu-west-1', originFacingPrefixList: 'pl-4fa04526' },
  'eu-west-2': { originShield: 'eu-west-2', originFacingPrefixList: 'pl-93a247fa' },
  'eu-central-1': { originShield: 'eu-central-1', originFacingPrefixList: 'pl-a3a144ca' },
  'ap-southeast-1': { originShield: 'ap-southeast-1', originFacingPrefixList: 'pl-31a34658' },
  'ap-southeast-2': { originShield: 'ap-southeast-2', originFacingPrefixList: 'pl-b8a742d1' },
  'ap-northeast-1': { originShield: 'ap-northeast-1', originFacingPrefixList: 'pl-58a04531' },
} as const;

/** A region that can be configured. */
export type Region = keyof typeof regions;

/** Home of what CloudFront needs in one place: its web ACLs, certificates and metrics. */
export const edgeRegion = 'us-east-1' satisfies Region;

/** All regions that can be configured. */
export const regionNames = Object.keys(regions) as readonly Region[];

/** True if the text names a region of the table. */
export function isRegion(text: string): text is Region {
  return Object.hasOwn(regions, text);
}

/** What differs in a region that the configuration has accepted. */
export function regionFacts(region: string): {
  readonly originShield: string;
  readonly originFacingPrefixList: string;
} {
  return regions[region as Region];
}
