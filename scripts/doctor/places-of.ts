import { type AssemblyStack, accountOfCredentials } from '../build/assembly';

/** Stacks of one account and region. */
export interface StacksOfPlace {
  readonly place: { readonly account: string; readonly region: string };
  readonly stacks: readonly AssemblyStack[];
}

/** Synthesized stacks by account and region, in the order in which they are deployed. */
export function placesOf(stacks: readonly AssemblyStack[]): readonly StacksOfPlace[] {
  const places = new Map<string, AssemblyStack[]>();
  for (const stack of stacks) {
    const key = `${stack.account} ${stack.region}`;
    places.set(key, [...(places.get(key) ?? []), stack]);
  }
  return [...places.values()].flatMap((ours) => {
    const [first] = ours;
    return first === undefined ? [] : [{ place: { account: first.account, region: first.region }, stacks: ours }];
  });
}

/** Id of the account that a stack is in; nothing where the configuration names none. */
export function accountOf({ account }: { readonly account: string }): string | undefined {
  return account === accountOfCredentials ? undefined : account;
}
