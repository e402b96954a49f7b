/** A public door of the shop: CloudFront in front of the load balancer, or API Gateway. Each is one k6 scenario. */
export type Door = 'cloudfront' | 'api';

export const doorNames: readonly Door[] = ['cloudfront', 'api'];

/** One stretch of a changing load: within `seconds` the rate goes linearly to `arrivalsPerSecond`. */
export interface Stage {
  readonly seconds: number;
  readonly arrivalsPerSecond: number;
}

export interface DoorLoadBase {
  /** Users in the shop at once that this load promises to reach; held against the arithmetic when the profile is read. */
  readonly minConcurrentUsers: number;
  /**
   * Users reserved before the start. More than the arithmetic needs, so that slow answers hold users without the generator
   * running out of them: what is dropped then says something about the machine that generates the load.
   */
  readonly maxUsers: number;
}

export interface ConstantLoad extends DoorLoadBase {
  readonly executor: 'constant-arrival-rate';
  readonly arrivalsPerSecond: number;
  readonly seconds: number;
}

export interface RampingLoad extends DoorLoadBase {
  readonly executor: 'ramping-arrival-rate';
  readonly startArrivalsPerSecond: number;
  readonly stages: readonly Stage[];
}

/** How shoppers arrive at one door. Arrivals are open-loop: a slow shop doesn't slow them down. */
export type DoorLoad = ConstantLoad | RampingLoad;

/** A load profile: one file of `profiles/`. */
export interface Profile {
  readonly description: string;
  /** Seconds of thinking in one journey, all pauses together; every journey spreads them over its steps. */
  readonly thinkSeconds: number;
  /** True: the run ends at the first broken threshold. Default: it goes to its end. */
  readonly stopAtFirstBreach: boolean;
  readonly doors: Readonly<Record<Door, DoorLoad>>;
}
