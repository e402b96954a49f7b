import type { ServiceCalls } from '../service-calls';

export type Properties = Readonly<Record<string, unknown>>;

/** What the service's own API gave for a resource. */
export interface Made {
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Makes and unmakes resources of one type by calls of their service. */
export interface Maker {
  /** @param name what the resource is called if its properties don't say */
  create(call: ServiceCalls, properties: Properties, name: string): Promise<Made>;
  delete(call: ServiceCalls, physicalId: string, properties: Properties): Promise<unknown>;
  /** True if creating again changes what is there under the same name. */
  readonly overwrites?: boolean;
}

export type Makers = Readonly<Record<string, Maker>>;
