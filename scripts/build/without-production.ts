import type { EnvironmentManifest } from '../../contracts/manifest';

type Told = Pick<EnvironmentManifest, 'environment' | 'production'>;

/**
 * A warning where no environment is one of production: then nothing holds gates to floors, and an approval and kept data are
 * asked for nowhere.
 *
 * It is printed and stops nothing: a pipeline that ends before production is right as it is. That an environment was one before
 * stands in the approval.
 */
export function withoutProduction(environments: readonly Told[]): readonly string[] {
  if (environments.some(({ production }) => production)) return [];
  const names = environments.map(({ environment }) => environment).join(', ');
  return [
    `TAP1084: warning: ${names}: none has production: true, so none is held to lib/config/production-floors.ts; say it of the one that shoppers see`,
  ];
}
