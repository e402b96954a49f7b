import { nameOf } from './change';
import type { Rule } from './rule';

/** Types that hold data under a key of their template's. */
const encrypted = [
  'AWS::DynamoDB::Table',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBCluster',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
];

/**
 * A key that is about to be deleted can't be used (https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html). Some services look
 * at it when a resource is made, others when it is used: told, and let through.
 */
export const pendingKey: Rule = {
  looksAt: Object.fromEntries(encrypted.map((type) => [type, []])),
  judge(change) {
    const { step, service } = change;
    const pending = Object.entries(service.keys ?? {}).find(([, state]) => state === 'PendingDeletion');
    if (step === 'delete' || pending === undefined) return undefined;
    return { told: `${nameOf(change)}: its key ${pending[0]} is pending deletion, and AWS refuses to use it` };
  },
};
