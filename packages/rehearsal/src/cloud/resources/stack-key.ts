/** Where a stack is: its name is unique within account and region alone. */
export interface StackAddress {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
}

export function stackKey(address: StackAddress): string {
  return `${address.account}/${address.region}/${address.stack}`;
}

/** Address of a stack by its id, `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>`. */
export function addressOfStackId(stackId: string): StackAddress {
  const [, , , region = '', account = '', resource = ''] = stackId.split(':');
  return { account, region, stack: resource.split('/')[1] ?? '' };
}
