import { isRecord } from '../base/record';

/** What CloudFormation sends to the function of a custom resource. */
export interface CustomResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly StackId: string;
  readonly ResponseURL: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
}

/** What the function answers, beside what it repeats of the event. */
export interface CustomResourceAnswer {
  readonly physicalId: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Checks what came in as an event; undefined if it isn't one. */
export function asCustomResourceEvent(value: unknown): CustomResourceEvent | undefined {
  if (!isRecord(value) || !isRecord(value.ResourceProperties)) return undefined;
  const texts = ['RequestType', 'RequestId', 'StackId', 'ResponseURL', 'LogicalResourceId'];
  return texts.every((name) => typeof value[name] === 'string') ? (value as unknown as CustomResourceEvent) : undefined;
}
