/**
 * What the names of AWS's endpoints end with, in every partition
 * (https://docs.aws.amazon.com/general/latest/gr/rande.html): those of the partitions are as botocore's `partitions.json` has them,
 * `on.aws` is that of function URLs (https://docs.aws.amazon.com/lambda/latest/dg/lambda-urls.html), and the last two are those of
 * the sign-in and of the CDK's notices.
 */
const suffixes = [
  'amazonaws.com',
  'api.aws',
  'amazonaws.com.cn',
  'api.amazonwebservices.com.cn',
  'amazonaws.eu',
  'api.amazonwebservices.eu',
  'c2s.ic.gov',
  'api.aws.ic.gov',
  'sc2s.sgov.gov',
  'api.aws.scloud',
  'cloud.adc-e.uk',
  'api.cloud-aws.adc-e.uk',
  'csp.hci.ic.gov',
  'api.aws.hci.ic.gov',
  'on.aws',
  'aws.amazon.com',
  'aws.dev',
] as const;

/**
 * Where a machine of AWS gets credentials: of an instance (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html),
 * a task (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html), a pod
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html).
 */
const credentialAddresses: readonly string[] = [
  '169.254.169.254',
  'fd00:ec2::254',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::23',
];

/** Whether a host is one of AWS's, in lower case. */
export function isAws(host: string): boolean {
  return credentialAddresses.includes(host) || suffixes.some((name) => host === name || host.endsWith(`.${name}`));
}
