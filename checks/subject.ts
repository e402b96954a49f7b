import type { EnvironmentManifest } from '../contracts/manifest';
import type { GateSettings } from './gate-settings';

/** What every gate of an environment judges in one execution: evidence of anything else is another's. */
export interface JudgedHere {
  /** The image's digest; `unknown` where none was built. */
  readonly image: string;
  readonly doors: string;
}

/** @param manifest undefined where it could not be read */
export function judgedHere(settings: GateSettings, manifest: EnvironmentManifest | undefined): JudgedHere {
  return { image: manifest?.image ?? 'unknown', doors: `${settings.siteUrl} ${settings.apiUrl}` };
}
