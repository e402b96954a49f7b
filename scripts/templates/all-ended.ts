/** Like `Promise.all`, but a failure is told only when all have ended: until then they use the folder that the caller removes. */
export async function allEnded<Work extends readonly Promise<unknown>[] | []>(work: Work) {
  await Promise.allSettled(work);
  return Promise.all(work);
}
