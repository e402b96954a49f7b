/**
 * What production can't go under, whatever `environments.ts` says: with less a gate would let through what shoppers then see. A
 * stricter value is always allowed. Whoever has to change one of these changes it here, for everybody to see.
 */
export const productionFloors = {
  /** What the load profile reaches at each door, at least. */
  load: {
    /** Users in the shop at once. */
    users: 20,
    /** Seconds on end at half of the highest rate or more: fewer show a start, and no state that lasts. */
    seconds: 120,
    /**
     * Journeys, each of which asks for every step once. Three hundred without an error are what it takes to say with 95 %
     * confidence that fewer than 1 % fail (3 / 300, the rule of three).
     */
    journeys: 300,
  },
  /** What the answers of a load are held to, at most. */
  thresholds: {
    /** Milliseconds, 95th percentile: shoppers leave a page that takes longer. */
    p95Ms: 2_000,
    /** Share of answers that may fail. */
    maxErrorRate: 0.02,
  },
  /** Minutes in which the alarms are watched after the load, at least. */
  bakeMinutes: 5,
  alarms: {
    /** Seconds of period times evaluation periods, at most: an outage wakes somebody within a quarter of an hour. */
    windowSeconds: 900,
    /**
     * Critical levels, at most. What can't be exceeded must be told before it is all used up. How many connections are too many
     * depends on the database's size, and has no floor.
     */
    critical: {
      databaseCpuPercent: 98,
      databaseCapacityPercent: 98,
      proxyPressurePercent: 98,
      serviceCpuPercent: 98,
      serviceMemoryPercent: 98,
      keyQuotaPercent: 98,
      /** Milliseconds. */
      responseTimeP95Ms: 5_000,
      /** Answers in one period. */
      loadBalancerServerErrors: 250,
      /** Shoppers who ask for what isn't there are some; half of all are a broken shop. */
      apiClientErrorPercent: 50,
      apiServerErrorPercent: 10,
      cloudfrontServerErrorPercent: 10,
    },
  },
} as const;
