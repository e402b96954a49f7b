import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ScanNotFoundException,
} from '@aws-sdk/client-ecr';
import { CodedError } from '../../../lib/errors';

/** Every kind of image, so that ECR answers with the digest of what is stored and converts nothing. */
const MEDIA_TYPES = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

/** How far the scan of an image has come. */
export interface Scan {
  /** `COMPLETE`, `IN_PROGRESS`, `FAILED` and others of ECR; `NONE` while there is no scan yet. */
  readonly status: string;
  /** How many findings of each severity. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What is asked of the image registry. */
export interface Registry {
  /** Digest of the image with this tag, if there is one. */
  digestOf(tag: string): Promise<string | undefined>;
  /** User and password for `docker login`; the password is a secret. */
  credentials(): Promise<{ readonly user: string; readonly password: string }>;
  scanOf(digest: string): Promise<Scan>;
}

/** One repository of Amazon ECR. */
export class EcrRegistry implements Registry {
  private readonly client: ECRClient;
  private readonly repositoryName: string;

  constructor(repositoryName: string, client = new ECRClient({})) {
    this.repositoryName = repositoryName;
    this.client = client;
  }

  async digestOf(tag: string): Promise<string | undefined> {
    const { images = [] } = await this.client.send(
      new BatchGetImageCommand({
        repositoryName: this.repositoryName,
        imageIds: [{ imageTag: tag }],
        acceptedMediaTypes: MEDIA_TYPES,
      }),
    );
    return images[0]?.imageId?.imageDigest;
  }

  async credentials(): Promise<{ readonly user: string; readonly password: string }> {
    const { authorizationData = [] } = await this.client.send(new GetAuthorizationTokenCommand({}));
    const text = Buffer.from(authorizationData[0]?.authorizationToken ?? '', 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon < 1)
      throw new CodedError('TAP2022', 'ECR gave no authorization token; the job needs ecr:GetAuthorizationToken');
    return { user: text.slice(0, colon), password: text.slice(colon + 1) };
  }

  async scanOf(digest: string): Promise<Scan> {
    try {
      const { imageScanStatus, imageScanFindings } = await this.client.send(
        new DescribeImageScanFindingsCommand({
          repositoryName: this.repositoryName,
          imageId: { imageDigest: digest },
          maxResults: 1,
        }),
      );
      return { status: imageScanStatus?.status ?? 'NONE', counts: imageScanFindings?.findingSeverityCounts ?? {} };
    } catch (error) {
      // ECR knows no scan for the first seconds after a push.
      if (error instanceof ScanNotFoundException) return { status: 'NONE', counts: {} };
      throw error;
    }
  }
}
