/** HTTP status of what an AWS client threw: S3 answers a HEAD without a body, so without a name of the error. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
