import type { Difference } from '../../events/events';

/** A host name of the templates and where it is on this machine. */
export interface LocalHost {
  readonly host: string | RegExp;
  /** `127.0.0.1:20123` */
  readonly authority: string;
  /** True for a server of the web: `https://` in front of it becomes `http://`, and `wss://` becomes `ws://`. */
  readonly web: boolean;
  /** What stands there on AWS, where the host name is none of AWS's. @default - the text that was found */
  readonly onAws?: string;
}

/** A text with addresses on this machine, and one difference for each host name that was replaced. */
export interface Localised {
  readonly text: string;
  readonly differences: readonly Difference[];
}

/** Replaces AWS host names in a text by addresses on this machine. */
export function localise(text: string, hosts: readonly LocalHost[]): Localised {
  const differences: Difference[] = [];
  let local = text;
  for (const { host, authority, web, onAws: named } of hosts) {
    if (host === '') continue;
    const name = typeof host === 'string' ? host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : `(?:${host.source})`;
    const pattern = new RegExp(
      `(?<![a-zA-Z0-9.-])((?:https?|wss?)://)?${name}(:\\d+)?(?![a-zA-Z0-9.-]*[a-zA-Z0-9])`,
      'g',
    );
    local = local.replace(pattern, (found: string, scheme: string | undefined) => {
      const here = `${web && scheme ? scheme.replace(/s:/, ':') : (scheme ?? '')}${authority}`;
      const onAws = named ?? found;
      if (!differences.some((known) => known.onAws === onAws)) differences.push({ onAws, here });
      return here;
    });
  }
  return { text: local, differences };
}
