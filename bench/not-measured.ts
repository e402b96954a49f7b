/** Parts of the benchmark, as `--only` names them. */
export const parts = ['synth', 'test', 'shop', 'doctor'] as const;

export type Part = (typeof parts)[number];

/** What a benchmark left out, and the option that measures it; undefined if it left nothing out. */
export function notMeasured(measured: readonly Part[], rehearsal: 'none' | 'busy' | 'alone'): string | undefined {
  const left = parts.filter((part) => !measured.includes(part)).map((part) => `${part} (--only ${part})`);
  if (rehearsal === 'none') left.push('verdict, duration, memory and load of a rehearsal (--rehearsal [n])');
  if (rehearsal === 'busy') left.push('duration of a rehearsal (--rehearsal [n] without --busy)');
  return left.length === 0 ? undefined : `not measured: ${left.join('; ')}`;
}
