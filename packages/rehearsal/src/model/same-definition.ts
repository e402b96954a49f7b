import { isDeepStrictEqual } from 'node:util';
import type { DeployedPipeline } from './deployed-pipeline';

/**
 * Whether two deployed definitions say the same. Version numbers don't count: deploying an unchanged template again may
 * raise them, and nothing is to be restarted for it.
 */
export function sameDefinition(one: DeployedPipeline, other: DeployedPipeline): boolean {
  return one.name === other.name && isDeepStrictEqual(one.properties, other.properties);
}
