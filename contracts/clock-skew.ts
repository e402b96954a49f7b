/** Milliseconds by which the clocks of two machines may differ: what happens in order may look otherwise by so much. */
export const clockSkewMs = 60_000;
