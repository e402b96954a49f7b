import type { PlantedFinding } from '../base/contracts';
import { isRecord } from '../base/record';
import type { ErrorAnswer } from './error-answer';

/**
 * ECR's DescribeImageScanFindings, which the emulator does not know. Nothing scans an image here, and the answer says so in
 * its description; whoever carries out the build lists it as a difference.
 *
 * @param planted what a fault lets it find, in the form of basic scanning
 */
export function answerImageScan(body: unknown, account: string, planted: readonly PlantedFinding[] = []): ErrorAnswer {
  const { repositoryName, imageId } = isRecord(body) ? body : {};
  const severities = [...new Set(planted.map(({ severity }) => severity))];
  const answer = {
    registryId: account,
    repositoryName,
    imageId,
    imageScanStatus: { status: 'COMPLETE', description: 'Not scanned: the rehearsal has no scanner.' },
    imageScanFindings: {
      findingSeverityCounts: Object.fromEntries(
        severities.map((one) => [one, planted.filter(({ severity }) => severity === one).length]),
      ),
      findings: planted.map(({ name, severity, packageName, packageVersion }) => ({
        name,
        severity,
        attributes: [
          { key: 'package_name', value: packageName },
          { key: 'package_version', value: packageVersion },
        ],
      })),
    },
  };
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(answer)),
  };
}
