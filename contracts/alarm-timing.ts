/**
 * Seconds that CloudWatch may take until a metric's last data point has arrived and its alarms have looked at it; both take
 * about a minute.
 */
export const deliverySeconds = 120;

/** Seconds between two looks of the alarm gate at the alarms' states. */
export const lookEverySeconds = 15;

/**
 * Seconds that a bake must last for an alarm to be judged by data of after the load alone: until the load has left its window,
 * its last data have arrived, and somebody has looked.
 */
export function leastBakeSeconds(windowSeconds: number): number {
  return windowSeconds + deliverySeconds + lookEverySeconds;
}

/** The same sum in words, for an error. */
export function leastBakeText(windowSeconds: number): string {
  const sum = leastBakeSeconds(windowSeconds);
  return `${windowSeconds} s (period times evaluation periods) + ${deliverySeconds} s (delivery) + ${lookEverySeconds} s (one look) = ${sum} s`;
}
