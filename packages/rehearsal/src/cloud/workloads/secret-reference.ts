import { CodedError } from '@delivery/coded-error';

/** `valueFrom` of a container's secret: `arn:aws:secretsmanager:...:secret:name-AbCdEf:jsonKey:versionStage:versionId`. */
export interface SecretReference {
  readonly arn: string;
  readonly jsonKey?: string;
}

// An ARN of a secret has seven parts; ECS takes up to three more for key, stage and version.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
const arnParts = 7;

export function parseSecretReference(valueFrom: string): SecretReference {
  const parts = valueFrom.split(':');
  const arn = parts.slice(0, arnParts).join(':');
  const jsonKey = parts[arnParts];
  return jsonKey ? { arn, jsonKey } : { arn };
}

/**
 * What the container gets of a secret's value: all of it, or one key of its JSON.
 *
 * @throws TAP4405 if the value is not JSON or lacks the key; the message never holds the value
 */
export function pickSecret(value: string, reference: SecretReference): string {
  if (reference.jsonKey === undefined) return value;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw new CodedError(
      'TAP4405',
      `secret ${reference.arn} is not JSON, but key ${reference.jsonKey} of it is wanted`,
    );
  }
  const picked = (parsed as Record<string, unknown> | null)?.[reference.jsonKey];
  if (picked === undefined) {
    throw new CodedError('TAP4405', `secret ${reference.arn} has no key ${reference.jsonKey}`);
  }
  return typeof picked === 'string' ? picked : JSON.stringify(picked);
}
