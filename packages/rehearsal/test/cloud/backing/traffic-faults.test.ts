import fc from 'fast-check';
import { TrafficFaults } from '../../../src/cloud/backing/traffic-faults';

describe('traffic faults', () => {
  it('meet the share that was ordered, evenly, and only where it was ordered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 400 }), (percent, requests) => {
        const faults = new TrafficFaults();
        faults.current = { kind: 'errors', share: percent / 100, environment: 'Alpha' };
        const met = Array.from({ length: requests }, () => faults.fault('Alpha')).filter(Boolean).length;
        expect(Math.abs(met - (requests * percent) / 100)).toBeLessThanOrEqual(1.001);
        expect(faults.fault('Gamma')).toBeUndefined();
      }),
    );
  });

  it('meet nothing before one is set', () => {
    expect(new TrafficFaults().fault('Alpha')).toBeUndefined();
  });
});
