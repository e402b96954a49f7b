/** Minutes that the job of a load gate may take. */
export const LOAD_JOB_MINUTES = 60;

/** Minutes of these for all but the load: the job's start, preparation, the last journeys, reports. */
const AROUND_THE_LOAD_MINUTES = 15;

/** Seconds that the load of a gate's profile may take. */
export const LONGEST_LOAD_SECONDS = (LOAD_JOB_MINUTES - AROUND_THE_LOAD_MINUTES) * 60;
