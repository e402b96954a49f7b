import { type GatesDescription, gatesMetadata } from '../../contracts/manifest';
import { type EnvironmentConfiguration, namePrefix, overridesOf } from '../config';
import type { TapStage } from '../stages/tap-stage';

/**
 * Writes into the assembly how an environment's gates judge, so that the build's bundle comes from what was synthesized.
 *
 * It goes into the template of the environment's first stack, where a changed threshold changes no resource; as text, because
 * CloudFormation's metadata has whole numbers alone (cfn-lint's E4002).
 *
 * @param overrides environment overrides in force, by variable
 */
export function describeGates(
  stage: TapStage,
  application: string,
  environment: EnvironmentConfiguration,
  overrides: Readonly<Record<string, string>>,
): void {
  const description: GatesDescription = {
    region: environment.region,
    production: environment.production,
    load: environment.gates.load,
    alarmPrefix: `${namePrefix(application, environment.name)}-`,
    bakeSeconds: environment.gates.bakeMinutes * 60,
    overrides: overridesOf(environment.name, overrides),
  };
  const [first] = stage.stacks;
  first?.addMetadata(gatesMetadata, JSON.stringify(description));
}
