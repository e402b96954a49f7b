import type { BackingWithFaults } from '../cloud/backing/backing';
import type { Emit, PacedAlarm } from '../events/events';
import type { Gates } from '../executors/codebuild/gates';

/**
 * Hands events on, and after each load test tells what its alarms would have done at AWS's pace: the run's clock is so much faster
 * that an alarm has time to fire here on a load that is over before it could on AWS. Where both disagree, a warning says so.
 */
export function tellingAwsPace(
  next: Emit,
  backing: Pick<BackingWithFaults, 'atAwsPace'>,
  gates: Gates | undefined,
): Emit {
  return (event) => {
    next(event);
    if (event.type !== 'gate-judged') return;
    const { environment, startedAt, endedAt } = event.evidence;
    const length = gates?.loadLength?.(event.evidence);
    if (length === undefined) return;
    const alarms = backing.atAwsPace(environment, {
      from: Date.parse(startedAt),
      to: Date.parse(endedAt),
      secondsHere: length.here,
      secondsOnAws: length.onAws,
    });
    next({ type: 'alarms-at-aws-pace', environment, alarms });
    const disagreement = describe(alarms);
    if (disagreement === undefined) return;
    const message = `${environment}: under this load, at AWS's pace, ${disagreement}. The report shows the arithmetic.`;
    next({ type: 'warning', code: 'TAP4215', message });
  };
}

/** Where AWS's pace and the run's clock disagree, as the end of a sentence; undefined if they don't. */
function describe(alarms: readonly PacedAlarm[]): string | undefined {
  const names = (onAws: PacedAlarm['onAws'], here: PacedAlarm['here']) =>
    alarms.filter((alarm) => alarm.onAws === onAws && alarm.here === here).map(({ name }) => name);
  const [onlyThere, onlyHere] = [names('would fire', 'did not fire'), names('would not fire', 'fired')];
  const parts = [
    onlyThere.length === 0 ? [] : `would have fired and did not here: ${onlyThere.join(', ')}`,
    onlyHere.length === 0 ? [] : `would not have fired and did here: ${onlyHere.join(', ')}`,
  ].flat();
  return parts.length === 0 ? undefined : parts.join('; ');
}
