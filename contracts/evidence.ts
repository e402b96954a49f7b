import { gateEvidence, type gateVerdict, type measurement } from '@delivery/rehearsal/events/gate-evidence';
import { z } from 'zod';
import { gateNames } from './gates';

/** What one gate saw and decided, written to `evidence/<environment>/<gate>.json`. */
export const evidence = gateEvidence.extend({ gate: z.enum(gateNames) });

/** Measurements of the load gate: how many seconds journeys began, and how many its profile's file asks for. */
export const loadLasted = 'load';
export const loadWritten = 'load of the profile';

/** Measurement of the alarm gate: how many alarms have no say because nothing on this machine can feed them. */
export const alarmsExcused = 'alarms that nothing can feed here';

export type GateVerdict = z.infer<typeof gateVerdict>;
export type Measurement = z.infer<typeof measurement>;
export type Evidence = z.infer<typeof evidence>;
