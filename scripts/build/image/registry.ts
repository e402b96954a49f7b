import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  ECRClient,
  type EnhancedImageScanFinding,
  type ImageScanFinding,
  ScanNotFoundException,
} from '@aws-sdk/client-ecr';
import { awsClientSettings } from '../../../checks/aws-client';
import { type Login, registryLogin } from './login';

/** Every kind of image, so that ECR answers with the digest of what is stored and converts nothing. */
const mediaTypes = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

/** As many as ECR gives at once. */
const findingsInPage = 1000;

/** One finding of a scan: one weakness in one package. */
export interface ScanFinding {
  /** Its name, for example `CVE-2026-12345`. */
  readonly id: string;
  /** In ECR's words, for example `CRITICAL`. */
  readonly severity: string;
  /** The packages that have it, with their versions; empty if the scan names none. */
  readonly packages: readonly string[];
}

/** How far the scan of an image has come, and what it found. */
export interface Scan {
  /** `COMPLETE`, `IN_PROGRESS`, `FAILED` and others of ECR; `NONE` while there is no scan yet. */
  readonly status: string;
  /** How many findings of each severity there are, as ECR counts them. */
  readonly counts: Readonly<Record<string, number>>;
  /** All of them, read page by page. */
  readonly findings: readonly ScanFinding[];
}

/** What is asked of the image registry. */
export interface Registry {
  /** Digest of the image with this tag, if there is one. */
  digestOf(tag: string): Promise<string | undefined>;
  /** User and password for `docker login`; the password is a secret. */
  credentials(): Promise<Login>;
  scanOf(digest: string): Promise<Scan>;
}

/** One repository of Amazon ECR. */
export class EcrRegistry implements Registry {
  private readonly client: ECRClient;
  private readonly repositoryName: string;

  constructor(repositoryName: string, client = new ECRClient(awsClientSettings)) {
    this.repositoryName = repositoryName;
    this.client = client;
  }

  async digestOf(tag: string): Promise<string | undefined> {
    const { images = [] } = await this.client.send(
      new BatchGetImageCommand({
        repositoryName: this.repositoryName,
        imageIds: [{ imageTag: tag }],
        acceptedMediaTypes: mediaTypes,
      }),
    );
    return images[0]?.imageId?.imageDigest;
  }

  async credentials(): Promise<Login> {
    return registryLogin(this.client);
  }

  async scanOf(digest: string): Promise<Scan> {
    try {
      return await this.readScan(digest);
    } catch (error) {
      // ECR knows no scan for the first seconds after a push.
      if (error instanceof ScanNotFoundException) return { status: 'NONE', counts: {}, findings: [] };
      throw error;
    }
  }

  private async readScan(digest: string): Promise<Scan> {
    const findings: ScanFinding[] = [];
    let status: string;
    let counts: Readonly<Record<string, number>>;
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(
        new DescribeImageScanFindingsCommand({
          repositoryName: this.repositoryName,
          imageId: { imageDigest: digest },
          maxResults: findingsInPage,
          nextToken,
        }),
      );
      status = page.imageScanStatus?.status ?? 'NONE';
      counts = page.imageScanFindings?.findingSeverityCounts ?? {};
      findings.push(...(page.imageScanFindings?.findings ?? []).map(basicFinding));
      findings.push(...(page.imageScanFindings?.enhancedFindings ?? []).map(enhancedFinding));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return { status, counts, findings };
  }
}

/** A finding of basic scanning. */
function basicFinding({ name, severity, attributes = [] }: ImageScanFinding): ScanFinding {
  const attribute = (key: string) => attributes.find((one) => one.key === key)?.value;
  const packageName = attribute('package_name');
  const version = attribute('package_version');
  return {
    id: name ?? 'without a name',
    severity: severity ?? 'UNDEFINED',
    packages: packageName === undefined ? [] : [version === undefined ? packageName : `${packageName} ${version}`],
  };
}

/** A finding of enhanced scanning, which is Amazon Inspector's. */
function enhancedFinding({ title, severity, packageVulnerabilityDetails }: EnhancedImageScanFinding): ScanFinding {
  const packages = packageVulnerabilityDetails?.vulnerablePackages ?? [];
  return {
    id: packageVulnerabilityDetails?.vulnerabilityId ?? title ?? 'without a name',
    severity: severity ?? 'UNDEFINED',
    packages: packages.map(({ name, version }) => [name, version].filter((part) => part !== undefined).join(' ')),
  };
}
