import type { EnvironmentConfiguration } from './schema';

/** Environments that a commit enters together; they are one stage of the pipeline. */
export interface Wave {
  /** Name of the pipeline's stage. */
  readonly name: string;
  readonly environments: readonly EnvironmentConfiguration[];
  /** What stands before all of them; absent: commits enter by themselves. */
  readonly promotion?: EnvironmentConfiguration['promotion'];
}

/** The environments in the order of promotion: neighbours with the same `wave` together, every other one by itself. */
export function wavesOf(environments: readonly EnvironmentConfiguration[]): readonly Wave[] {
  const waves: Wave[] = [];
  for (const environment of environments) {
    const name = environment.wave ?? environment.name;
    const last = waves.at(-1);
    if (last?.name === name) {
      waves[waves.length - 1] = { ...last, environments: [...last.environments, environment] };
    } else {
      waves.push({ name, environments: [environment], promotion: environment.promotion });
    }
  }
  return waves;
}
