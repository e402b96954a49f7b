import { CodedError } from '@delivery/coded-error';
import type { DeployedPipeline } from '../model/deployed-pipeline';
import type { StandIns } from './gateway/stand-ins';

/**
 * The pipeline as it is deployed: the stand-in of its type received the whole definition resolved.
 *
 * @throws TAP4309 if none is deployed, or more than one
 */
export function deployedPipeline(standIns: StandIns): DeployedPipeline {
  const pipelines = standIns.ofType('AWS::CodePipeline::Pipeline');
  const [pipeline] = pipelines;
  if (pipeline === undefined || pipelines.length > 1) {
    throw new CodedError('TAP4309', `there are ${pipelines.length} deployed pipelines; one is expected`);
  }
  const { account, region, physicalId: name, properties } = pipeline;
  return { account, region, name, properties };
}
