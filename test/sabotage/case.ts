import type { GateName } from '../../contracts/gates';
import type { World } from './world/world';

interface CaseBase {
  /** What is done, as a sentence without its end; unique. */
  readonly name: string;
  /** The gate whose program is run. */
  readonly gate: GateName;
  /** Plants it into a world in which all is well. */
  readonly plant: (world: World) => void;
}

/** A fault that the gate must stop. */
export interface Sabotage extends CaseBase {
  readonly kind: 'sabotage';
  /** What one of the gate's reasons must say. */
  readonly says: RegExp;
}

/** Something unusual and harmless, which the gate must let pass. */
export interface Neighbour extends CaseBase {
  readonly kind: 'neighbour';
}

/** A fault that the gate is known to let pass. */
export interface Gap extends CaseBase {
  readonly kind: 'gap';
  /** Why it isn't stopped, and what stops it elsewhere, as a sentence. */
  readonly why: string;
}

export type Case = Sabotage | Neighbour | Gap;

type Planted = readonly [name: string, plant: CaseBase['plant'], says: RegExp];

export function sabotages(gate: GateName, planted: readonly Planted[]): Sabotage[] {
  return planted.map(([name, plant, says]) => ({ kind: 'sabotage', gate, name, plant, says }));
}

export function neighbours(
  gate: GateName,
  planted: readonly (readonly [name: string, plant: CaseBase['plant']])[],
): Neighbour[] {
  return planted.map(([name, plant]) => ({ kind: 'neighbour', gate, name, plant }));
}

export function gaps(
  gate: GateName,
  planted: readonly (readonly [name: string, plant: CaseBase['plant'], why: string])[],
): Gap[] {
  return planted.map(([name, plant, why]) => ({ kind: 'gap', gate, name, plant, why }));
}
