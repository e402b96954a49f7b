/** A pipeline as it is deployed, whatever template it came from. */
export interface DeployedPipeline {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Properties of `AWS::CodePipeline::Pipeline`, resolved; numbers and booleans restored. */
  readonly properties: Readonly<Record<string, unknown>>;
}
