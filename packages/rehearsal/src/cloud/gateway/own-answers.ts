import type { Backing, PlantedFinding } from '../base/contracts';
import type { PipelineHistory } from '../base/pipeline-history';
import { isRecord } from '../base/record';
import type { Upstream } from '../base/upstream';
import type { KnownCaller } from './callers';
import type { Operation } from './detect';
import { type ErrorAnswer, errorAnswer } from './error-answer';
import { answerImageScan } from './image-scan';
import { answerPipelineCall } from './pipeline-api';
import { answerExecutionCall } from './pipeline-executions';
import type { ReadBody } from './request-body';
import type { StandIns } from './stand-ins';
import { filterTaskLog, logGroupOf } from './task-log';

export interface OwnAnswerParts {
  readonly upstream: Upstream;
  readonly standIns: StandIns;
  readonly history: PipelineHistory;
  /** As `Backing.taskLog`. */
  readonly taskLog: Backing['taskLog'];
}

export interface Call {
  readonly caller: KnownCaller;
  readonly operation: Operation;
  readonly region: string;
  readonly body: ReadBody | undefined;
  /** What a fault lets the scan of an image find. */
  readonly planted?: readonly PlantedFinding[] | undefined;
}

/** The calls that the gateway answers itself, because the emulator has no answer or another one than AWS. */
export async function ownAnswer(parts: OwnAnswerParts, call: Call): Promise<ErrorAnswer | undefined> {
  const { caller, operation, region, body } = call;
  switch (`${operation.service} ${operation.action}`) {
    case 'sts GetCallerIdentity':
      return caller.roleArn === undefined || caller.session ? undefined : identity(caller, caller.roleArn);
    case 'sts AssumeRole':
      return refusedRole(parts, call, body?.form?.get('RoleArn') ?? '');
    case 'ecr DescribeImages':
      return missingImage(parts, call);
    case 'ecr DescribeImageScanFindings':
      return scanFindings(parts, call);
    case 'logs FilterLogEvents':
      return taskLog(parts, call);
    case 'ecr-public GetAuthorizationToken':
      return publicToken();
    default:
      return operation.service === 'codepipeline'
        ? (answerExecutionCall(operation.action, body?.json, { account: caller.account, region }, parts.history) ??
            answerPipelineCall(operation.action, body?.json, caller.account, region, parts.standIns))
        : undefined;
  }
}

/** The emulator lets anyone assume a role that doesn't exist; AWS refuses, and says no more than that. */
async function refusedRole(parts: OwnAnswerParts, call: Call, arn: string): Promise<ErrorAnswer | undefined> {
  const [, , , , account = '', resource = ''] = arn.split(':');
  const RoleName = resource.split('/').at(-1) ?? '';
  const scope = { account, region: call.region };
  const found = await parts.upstream.query('iam', scope, { Action: 'GetRole', Version: '2010-05-08', RoleName });
  if (found.status === 200) return undefined;
  const message = `User: ${call.caller.roleArn ?? call.caller.name} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
  return errorAnswer({ code: 'AccessDenied', message, status: 403 }, call.operation);
}

/**
 * The emulator leaves an image that is not there out of its answer; ECR refuses the call
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html).
 */
async function missingImage({ upstream }: OwnAnswerParts, call: Call): Promise<ErrorAnswer | undefined> {
  const request = isRecord(call.body?.json) ? call.body.json : {};
  const asked = Array.isArray(request.imageIds) ? request.imageIds : [];
  if (asked.length === 0) return undefined;
  const found = await describeImages(upstream, call, request.repositoryName, asked);
  const details: unknown = found.status === 200 ? JSON.parse(found.body.toString()).imageDetails : undefined;
  if (!Array.isArray(details) || details.length >= asked.length) return undefined;
  const message = `The image requested does not exist within the '${String(request.repositoryName)}' repository`;
  return errorAnswer({ code: 'ImageNotFoundException', message, status: 400 }, call.operation);
}

function describeImages(upstream: Upstream, call: Call, repositoryName: unknown, imageIds: readonly unknown[]) {
  const scope = { account: call.caller.account, region: call.region };
  const target = 'AmazonEC2ContainerRegistry_V20150921.DescribeImages';
  return upstream.json('ecr', scope, target, { repositoryName, imageIds });
}

/** Only an image that is really there has a scan; for another one the emulator's own refusal is answered. */
async function scanFindings(parts: OwnAnswerParts, call: Call): Promise<ErrorAnswer | undefined> {
  const request = isRecord(call.body?.json) ? call.body.json : {};
  const { repositoryName, imageId } = request;
  const found = await describeImages(parts.upstream, call, repositoryName, [imageId]);
  if (found.status === 200) return answerImageScan(request, call.caller.account, call.planted);
  return { status: found.status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: found.body };
}

/** The emulator's own answer for a group that no task writes to. */
function taskLog(parts: OwnAnswerParts, { caller, region, body }: Call): ErrorAnswer | undefined {
  const lines = parts.taskLog({ account: caller.account, region }, logGroupOf(body?.json) ?? '');
  return lines && filterTaskLog(body?.json, lines);
}

/** The emulator knows no ECR Public; nothing is ever pulled from it here. */
function publicToken(): ErrorAnswer {
  const authorizationToken = Buffer.from('AWS:rehearsal').toString('base64');
  const hours = 12;
  const authorizationData = { authorizationToken, expiresAt: Math.floor(Date.now() / 1000) + hours * 3600 };
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify({ authorizationData })),
  };
}

function identity(caller: KnownCaller, roleArn: string): ErrorAnswer {
  const session = caller.name.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
  const arn = `arn:aws:sts::${caller.account}:assumed-role/${roleArn.split('/').at(-1) ?? ''}/${session}`;
  const body = Buffer.from(
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>AROAREHEARSAL:${session}</UserId><Account>${caller.account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>rehearsal</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  );
  return { status: 200, headers: { 'content-type': 'text/xml', 'content-length': String(body.length) }, body };
}
