import type { EnvironmentConfiguration } from './schema';

/** How the doors call the load balancer: by TLS where a certificate is configured, else by HTTP inside the VPC. */
export type Scheme = 'http' | 'https';

export const schemes = ['http', 'https'] as const satisfies readonly Scheme[];

type Edge = Pick<EnvironmentConfiguration, 'edge'>;

/** How both doors call the load balancer. */
export function schemeCalled({ edge: { origin } }: Edge): Scheme {
  return origin === undefined || origin.plainHttp === 'called' ? 'http' : 'https';
}

/**
 * What the load balancer listens for. The Service stack is deployed before the doors: for that long they call what they called
 * before, so whatever they turn from stands for that deployment, too.
 */
export function schemesListened({ edge: { origin } }: Edge): readonly Scheme[] {
  if (origin === undefined) return ['http'];
  return origin.plainHttp === 'closed' ? ['https'] : schemes;
}

/** The name that both doors call the load balancer by, and that its certificate covers; none where they take its own. */
export function nameCalled(settings: Edge): string | undefined {
  return schemeCalled(settings) === 'https' ? settings.edge.origin?.domain : undefined;
}
