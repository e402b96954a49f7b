import { RunError } from '../command/run-error';
import type { Machine } from '../executors/codebuild/machine';
import { hostOfRegistry } from '../network/allowed-host';
import type { Network, WayOut } from '../network/network';
import { refusedFirst } from '../network/refusal';

/**
 * Goes out as the user does: by the user's own proxies, to the registries of the user's package managers.
 *
 * @throws RunError TAP4081 if one of the proxies is of a kind that can't be gone through
 */
export function goOutOf({ proxies = {}, registries = [] }: Machine, network: Network): void {
  network.goBy(proxies);
  network.allow(registries.flatMap(hostOfRegistry));
}

/**
 * Does a part of a run with a machine whose programs go out by the run's proxy. If it fails, what was refused to it is said before why.
 *
 * @param by who asks, for example `packages`
 */
export async function goingOut<T>(
  wayOut: WayOut,
  by: string,
  machine: Machine,
  part: (machine: Machine) => Promise<T>,
): Promise<T> {
  const network = { ...machine.network, ...(await wayOut.variables(by)) };
  try {
    return await part({ ...machine, network });
  } catch (error) {
    const refused = wayOut.refusedTo(by);
    if (!(error instanceof RunError) || refused.length === 0) throw error;
    const { code, exitCode, message } = error;
    throw new RunError(code, exitCode, refusedFirst(refused, message.replace(`${code}: `, '')), { cause: error });
  }
}
