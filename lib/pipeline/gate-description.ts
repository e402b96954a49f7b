import type { EnvironmentConfiguration } from '../config';
import type { TapStage } from '../stages/tap-stage';

/** Key of the metadata in a stack's template that says how the environment's gates judge. */
export const GATES_METADATA = 'tap:gates';

/** What the build's bundle of checks needs to know of an environment beyond its alarms; in the template's metadata. */
export interface GatesDescription {
  readonly region: string;
  readonly production: boolean;
  readonly loadProfile: string;
  readonly loadJourney: string;
  readonly loadThresholds: EnvironmentConfiguration['gates']['load']['thresholds'];
  readonly bakeSeconds: number;
}

/**
 * Writes into the assembly how an environment's gates judge, so that the build's bundle comes from what was synthesized.
 *
 * It goes into the template of the environment's first stack, where a changed threshold changes no resource; as text, because
 * CloudFormation's metadata has whole numbers alone (cfn-lint's E4002).
 */
export function describeGates(stage: TapStage, environment: EnvironmentConfiguration): void {
  const description: GatesDescription = {
    region: environment.region,
    production: environment.production,
    loadProfile: environment.gates.load.profile,
    loadJourney: environment.gates.load.journey,
    loadThresholds: environment.gates.load.thresholds,
    bakeSeconds: environment.gates.bakeMinutes * 60,
  };
  const [first] = stage.stacks;
  first?.addMetadata(GATES_METADATA, JSON.stringify(description));
}
