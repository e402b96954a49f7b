import type { Databases } from '../database/databases';
import type { Doors } from '../doors/doors';
import { type LocalHost, type Localised, localise } from '../doors/localise';
import type { Workloads } from '../workloads/workloads';

/** Whatever of AWS has a host name and stands on this machine. */
export class LocalHosts {
  constructor(
    private readonly doors: Pick<Doors, 'all'>,
    private readonly workloads: Pick<Workloads, 'loadBalancers'>,
    private readonly databases: Pick<Databases, 'addresses'>,
    /** Addresses that the emulator makes of its own. */
    private readonly emulated: readonly LocalHost[] = [],
  ) {}

  /** Replaces the host names in a text, as things are now. */
  localise(text: string): Localised {
    return localise(text, [...this.web(), ...this.emulated, ...this.servers()]);
  }

  /** The same for the names of that which is reached by HTTP alone. */
  localiseWeb(text: string): Localised {
    return localise(text, [...this.web(), ...this.emulated]);
  }

  private web(): LocalHost[] {
    const balancers = this.workloads.loadBalancers().map(({ host, url }) => ({ hosts: [host], url }));
    return [...this.doors.all(), ...balancers].flatMap(({ hosts, url }) =>
      // A load balancer without a listener is nowhere yet.
      url === undefined ? [] : hosts.map((host) => ({ host, authority: new URL(url).host, web: true })),
    );
  }

  private servers(): LocalHost[] {
    return this.databases.addresses().map(({ hosts, local }) => ({
      host: new RegExp(hosts),
      authority: `${local.host}:${local.port}`,
      web: false,
    }));
  }
}
