import type { DeliveryData } from '../../lib/config';

type Kind = DeliveryData['pipeline']['source']['kind'];

/** What is asked of each kind of source, by flags: for whoever has not said yet which kind it is. */
export const sourceFlags: Readonly<Record<Kind, readonly string[]>> = {
  connection: ['provider', 'repository', 'branch', 'connection-arn'],
  codecommit: ['repository', 'branch', 'create-repository'],
  s3: ['bucket', 'object-key', 'runbooks'],
};
