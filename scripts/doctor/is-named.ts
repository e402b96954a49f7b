/** Whether an AWS client threw an error of one of these names: the answer "there is none" often comes so. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && names.includes(String(error.name));
}
