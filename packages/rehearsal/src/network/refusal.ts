import { type Address, authorityOf, webPorts } from './address';
import { isAws } from './aws-hosts';

/** An address that a program asked for in vain. */
export interface RefusedRequest extends Address {
  /** Who asked, for example `Build/Synth`. */
  readonly by: string;
  readonly times: number;
}

/** Code of every refusal. */
export const refusalCode = 'TAP4082';

/** Why an address is refused, and what to do, in one line of ASCII: it is sent as the reason of a status. */
export function refusalOf(address: Address): string {
  const what = `${authorityOf(address)} is refused by the rehearsal's proxy`;
  if (isAws(address.host)) return `${what}: nothing reaches AWS; AWS_ENDPOINT_URL leads to the local cloud`;
  return `${what}; --allow ${nameOf(address)} lets it through, or network.allowed in rehearsal/rehearsal.config.ts`;
}

/** As a person allows it. */
function nameOf(address: Address): string {
  const usual = Object.values<number>(webPorts).includes(address.port);
  return usual ? authorityOf(address).replace(/:\d+$/, '') : authorityOf(address);
}

/** How many of the refused addresses a reason names. */
const named = 3;

/** Why something failed, with what it asked for and was refused before it: whether that is the reason, a person has to see first. */
export function refusedFirst(refused: readonly RefusedRequest[], reason: string): string {
  const lines = refused.slice(0, named).map((one) => `${refusalCode}: ${refusalOf(one)}.`);
  const more = refused.length > named ? [`${refused.length - named} more were refused.`] : [];
  return [...lines, ...more, reason].join('\n');
}
