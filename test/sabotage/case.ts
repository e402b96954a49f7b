import type { GateName } from '../../contracts/gates';
import type { SmallImage } from './world/small-image';
import type { SmallSynth } from './world/small-synth';
import type { World } from './world/world';

/** The gates of an environment, and before them all the image's contract and the strict synth. */
export type CaseGate = GateName | 'image' | 'synth';

/** Where a case is planted. */
type Ground<Gate extends CaseGate> = Gate extends 'synth' ? SmallSynth : Gate extends 'image' ? SmallImage : World;

interface CaseBase<Gate extends CaseGate> {
  /** What is done, as a sentence without its end; unique. */
  readonly name: string;
  /** The gate whose program is run. */
  readonly gate: Gate;
  /** Plants it where all is well. */
  readonly plant: (ground: Ground<Gate>) => void | Promise<void>;
  /** True if the job needs a browser: the case is tried where this machine has one. */
  readonly inBrowser?: boolean;
}

/** A fault that the gate must stop. */
interface Sabotage<Gate extends CaseGate> extends CaseBase<Gate> {
  readonly kind: 'sabotage';
  /** What one of the gate's reasons must say. */
  readonly says: RegExp;
  /** True if another one stands for it: the same line of the gate stops both, so it is tried and not counted. */
  readonly variant?: true;
}

/** Something unusual and harmless, which the gate must let pass. */
interface Neighbour<Gate extends CaseGate> extends CaseBase<Gate> {
  readonly kind: 'neighbour';
}

/** A fault that the gate is known to let pass. */
interface Gap<Gate extends CaseGate> extends CaseBase<Gate> {
  readonly kind: 'gap';
  /** Why it isn't stopped, and what stops it elsewhere, as a sentence. */
  readonly why: string;
}

type Any<Gate extends CaseGate> = Sabotage<Gate> | Neighbour<Gate> | Gap<Gate>;

/** A case of a gate that judges an environment. */
export type GateCase = Any<GateName>;

/** A case of the strict synth. */
export type SynthCase = Any<'synth'>;

/** A case of what an image promises. */
export type ImageCase = Any<'image'>;

export type Case = GateCase | SynthCase | ImageCase;

type Plant<Gate extends CaseGate> = CaseBase<Gate>['plant'];

export function sabotages<Gate extends CaseGate>(
  gate: Gate,
  planted: readonly (readonly [name: string, plant: Plant<Gate>, says: RegExp])[],
): Sabotage<Gate>[] {
  return planted.map(([name, plant, says]) => ({ kind: 'sabotage', gate, name, plant, says }));
}

export function neighbours<Gate extends CaseGate>(
  gate: Gate,
  planted: readonly (readonly [name: string, plant: Plant<Gate>])[],
): Neighbour<Gate>[] {
  return planted.map(([name, plant]) => ({ kind: 'neighbour', gate, name, plant }));
}

export function gaps<Gate extends CaseGate>(
  gate: Gate,
  planted: readonly (readonly [name: string, plant: Plant<Gate>, why: string])[],
): Gap<Gate>[] {
  return planted.map(([name, plant, why]) => ({ kind: 'gap', gate, name, plant, why }));
}

/** Sabotages that are tried, and for which another one is counted. */
export function variants<Gate extends CaseGate>(
  gate: Gate,
  planted: readonly (readonly [name: string, plant: Plant<Gate>, says: RegExp])[],
): Sabotage<Gate>[] {
  return sabotages(gate, planted).map((one) => ({ ...one, variant: true }));
}

/** Cases whose job finds the browser of this machine. */
export function inBrowser<Kind extends GateCase>(some: readonly Kind[]): Kind[] {
  return some.map((one) => ({ ...one, inBrowser: true }));
}
