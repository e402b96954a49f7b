/** Like `Promise.all`, but a failure is told only when all have ended: until then they use the folder that the caller removes. */
export async function allEnded<Results extends readonly unknown[]>(
  work: {
    readonly [Index in keyof Results]: Promise<Results[Index]>;
  },
): Promise<Results> {
  await Promise.allSettled(work);
  return (await Promise.all(work)) as unknown as Results;
}
