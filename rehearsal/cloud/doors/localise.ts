import type { Difference } from '../../events';

/** A host name of the templates and where it is on this machine. */
export interface LocalHost {
  readonly host: string;
  /** `127.0.0.1:20123` */
  readonly authority: string;
  /** True for a server of the web: `https://` in front of it becomes `http://`. */
  readonly web: boolean;
}

/** Replaces AWS host names in a text by addresses on this machine, with one difference for each replaced name. */
export function localise(
  text: string,
  hosts: readonly LocalHost[],
): { readonly text: string; readonly differences: readonly Difference[] } {
  const differences: Difference[] = [];
  let local = text;
  // A longer name first: one may be part of another.
  for (const { host, authority, web } of [...hosts].sort((one, other) => other.host.length - one.host.length)) {
    if (host === '' || !local.includes(host)) continue;
    const name = host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const pattern = new RegExp(`(https?://)?${name}(:\\d+)?`, 'g');
    local = local.replace(pattern, (found: string, scheme: string | undefined) => {
      const here = web && scheme ? `http://${authority}` : `${scheme ?? ''}${authority}`;
      if (!differences.some(({ onAws }) => onAws === found)) differences.push({ onAws: found, here });
      return here;
    });
  }
  return { text: local, differences };
}
