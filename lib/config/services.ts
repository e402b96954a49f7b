/** One service of the shop's image. */
export interface ServiceDefinition {
  /** Place of its rules among those of the listener, from 1 to 999, the smallest first; no two services have the same. */
  readonly priority: number;
  /** Up to five paths that lead to it, with up to five wildcards in all; a path that no service has gets 404. */
  readonly paths: readonly string[];
  /**
   * Names of the files in `loadtests/journeys` whose load reaches the service. Where a gate runs one of them, the service's
   * traffic must show it; its alarms count in any case.
   */
  readonly journeys: readonly string[];
  /**
   * False: it can serve without the database, so its health is good without one.
   *
   * @default true
   */
  readonly needsDatabase?: boolean;
}

/**
 * The services of the shop: the one list of them. A service has the name of the image's command that starts it; constructs,
 * roles and alarms are named after it.
 */
export const services = {
  catalog: { priority: 10, paths: ['/api/products', '/api/products/*'], journeys: ['browse', 'checkout'] },
  checkout: {
    priority: 20,
    paths: ['/api/carts', '/api/carts/*', '/api/orders', '/api/orders/*'],
    journeys: ['browse', 'checkout'],
  },
} as const satisfies Readonly<Record<string, ServiceDefinition>>;

export type ServiceName = keyof typeof services;

/** Those that can serve only with the database. */
export const servicesOnTheDatabase: readonly string[] = Object.entries<ServiceDefinition>(services)
  .filter(([, { needsDatabase = true }]) => needsDatabase)
  .map(([name]) => name);

export const serviceNames = Object.keys(services) as readonly ServiceName[];

/** Keys of what there is once for each service, such as `catalogExecutionRole`. */
export type ForEachService<Suffix extends string, Value> = {
  readonly [Service in ServiceName as `${Service}${Suffix}`]: Value;
};

/** One value for each service, by its name and a suffix. */
export function forEachService<Value, Suffix extends string>(
  suffix: Suffix,
  value: (service: ServiceName) => Value,
): ForEachService<Suffix, Value> {
  const entries = serviceNames.map((service) => [`${service}${suffix}`, value(service)]);
  return Object.fromEntries(entries) as ForEachService<Suffix, Value>;
}
