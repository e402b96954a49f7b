/** A synthesized stack with what its deployment needs. */
export interface DeployableStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Qualifier of the bootstrap stack that it needs. */
  readonly qualifier: string;
  readonly templateFile: string;
  /** Asset manifest, for `cdk-assets publish`. */
  readonly assetsFile: string;
  readonly tags: Readonly<Record<string, string>>;
}
