import type { Caller } from '../base/contracts';

/** A caller for calls that the rehearsal itself makes where a resource is: they are nobody's use of it. */
export function ownCaller(what: string, at: { readonly account: string; readonly region: string }): Caller {
  return { name: `rehearsal ${what}`, account: at.account, region: at.region };
}
