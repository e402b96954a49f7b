/** One figure of the benchmark, held against what it may be. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** How the value is written: `x`, `min`, `GiB`, `runs`. */
  readonly unit: string;
  readonly limit: { readonly atMost: number } | { readonly atLeast: number };
  /** The values behind it. */
  readonly detail: string;
}

export function holds({ value, limit }: Figure): boolean {
  return 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast;
}

/** `ok   strict synth / the form of cdk init, CPU time: 0.51 x (at most 0.8); ...` */
export function describe(figure: Figure): string {
  const { name, value, unit, limit, detail } = figure;
  const bound = 'atMost' in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`;
  return `${holds(figure) ? 'ok  ' : 'FAIL'} ${name}: ${value.toFixed(2)} ${unit} (${bound}); ${detail}`;
}

/** `12.1 11.9 12.4 s` */
export function list(values: readonly number[], unit: string): string {
  return `${values.map((value) => value.toFixed(1)).join(' ')} ${unit}`;
}
