import type { ErrorAnswer } from './error-answer';
import { isRecord } from './templates/tagged-literals';

/**
 * ECR's DescribeImageScanFindings, which the emulator does not know. Nothing scans an image here, and the answer says so in
 * its description; whoever carries out the build lists it as a difference.
 */
export function answerImageScan(body: unknown, account: string): ErrorAnswer {
  const { repositoryName, imageId } = isRecord(body) ? body : {};
  const answer = {
    registryId: account,
    repositoryName,
    imageId,
    imageScanStatus: { status: 'COMPLETE', description: 'Not scanned: the rehearsal has no scanner.' },
    imageScanFindings: { findingSeverityCounts: {}, findings: [] },
  };
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(answer)),
  };
}
