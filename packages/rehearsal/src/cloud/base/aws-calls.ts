import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { Caller } from './contracts';

/** An object of S3, whole: static files are small. */
export interface StoredObject {
  readonly body: Uint8Array;
  readonly contentType?: string;
  readonly cacheControl?: string;
  readonly etag?: string;
}

/** Every AWS call that the backing itself makes, so that tests need no emulator. */
export interface AwsCalls {
  secret(caller: Caller, arn: string): Promise<string>;
  putSecret(caller: Caller, arn: string, value: string): Promise<void>;
  loadBalancerHost(caller: Caller, arn: string): Promise<string>;
  distributionHost(caller: Caller, id: string): Promise<string>;
  apiKey(caller: Caller, id: string): Promise<string>;
  /** Address of a function, or of one of its versions or aliases. */
  functionUrl(caller: Caller, name: string, qualifier: string | undefined): Promise<string>;
  /** Environment variables of a function. */
  functionVariables(caller: Caller, name: string): Promise<Readonly<Record<string, string>>>;
  setFunctionVariables(caller: Caller, name: string, variables: Readonly<Record<string, string>>): Promise<void>;
  /** The object, or nothing if the bucket has none of this key. */
  object(caller: Caller, bucket: string, key: string): Promise<StoredObject | undefined>;
  /** Digest of an image in a registry, by a reference with a tag; nothing if the registry has none of it. */
  imageDigest(caller: Caller, reference: string): Promise<string | undefined>;
  putMetrics(caller: Caller, namespace: string, data: MetricDatum[]): Promise<void>;
  setAlarmState(caller: Caller, alarm: string, state: string, reason: string): Promise<void>;
  deleteAlarm(caller: Caller, alarm: string): Promise<void>;
  putCompositeAlarm(caller: Caller, alarm: string, rule: string, actions: CompositeActions): Promise<void>;
}

export interface CompositeActions {
  readonly alarm: string[];
  readonly ok: string[];
}
