import type { RecordedAws } from './recorded-aws';
import { type ModelledCall, readByModels } from './service-models';

/** A call as AWS's service models make it, with what they are to read in the recorded answer. */
export type Meant = readonly [call: ModelledCall, read: unknown];

/** Holds recorded answers to AWS's own service models: what they read must be what was meant. */
export async function expectReadAsMeant({ endpoint }: RecordedAws, asked: readonly Meant[]): Promise<void> {
  const read = await readByModels(
    endpoint,
    asked.map(([call]) => call),
  );
  expect(asked.length).toBeGreaterThan(0);
  expect(read.length).toBe(asked.length);
  for (const [index, [call, meant]] of asked.entries()) expect([call[1], read[index]]).toEqual([call[1], meant]);
}
