/**
 * Aurora MySQL versions that may be configured, oldest first.
 *
 * Taken from the release notes of Aurora MySQL version 3
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/AuroraMySQL.Updates.30Updates.html), as they
 * stood after the entry of 2026-03-30 (3.10.4): the versions that were not deprecated and that serverless capacity,
 * RDS Proxy and hosted rotation take. 3.10 is the long-term support line.
 */
export const engineVersions = {
  asOf: '2026-03-30',
  versions: [
    '3.08.0',
    '3.08.1',
    '3.08.2',
    '3.09.0',
    '3.10.0',
    '3.10.1',
    '3.10.2',
    '3.10.3',
    '3.10.4',
    '3.11.0',
    '3.11.1',
  ],
} as const;

/** The version in the form that RDS names it, such as `8.0.mysql_aurora.3.10.4`. */
export function rdsEngineVersion(version: string): string {
  return `8.0.mysql_aurora.${version}`;
}
