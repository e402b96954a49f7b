/**
 * A type that the emulator doesn't know is replaced by a custom resource whose type name still carries the original one
 * (`Custom::AWS@CodePipeline@Pipeline`; `@` is allowed there, `::` is not), so that answers can be written back.
 */
export function standInType(type: string): string {
  return `Custom::${type.replaceAll('::', '@')}`;
}

/** Puts the original types back into an answer of CloudFormation. */
export function restoreTypes(text: string): string {
  return text.replace(/Custom::([A-Za-z0-9]+(?:@[A-Za-z0-9]+)+)/g, (_, name: string) => name.replaceAll('@', '::'));
}
