import { Alarms } from '../alarms/alarms';
import { AlarmEvaluator } from '../alarms/evaluator';
import type { MetricStore } from '../metrics/metric-store';
import type { Ground } from './ground';
import { ownCaller } from './own-caller';

/** The alarms, and who judges them by what is measured. */
export function wireAlarms(ground: Ground, store: MetricStore): { alarms: Alarms; evaluator: AlarmEvaluator } {
  const { clock, deployed, calls, services } = ground;
  const evaluator = new AlarmEvaluator({
    clock,
    store,
    emit: services.emit,
    setState: (alarm, name, state, reason) => calls.setAlarmState(ownCaller('alarms', alarm), name, state, reason),
  });
  const alarms = new Alarms({
    deployed,
    evaluator,
    store,
    putComposite: ({ resource, name, actions }, rule) => {
      const told = { alarm: [...actions.ALARM], ok: [...actions.OK] };
      return calls.putCompositeAlarm(ownCaller('alarms', resource), name, rule, told);
    },
  });
  return { alarms, evaluator };
}
