import type { TellFailureSettings } from '../../contracts/tell-failure-settings';
import type { FailedAction } from './failure';

/** The topics to tell, each once: those of the environments that an action belongs to, else that of the whole pipeline. */
export function topicsFor(actions: readonly FailedAction[], settings: TellFailureSettings): readonly string[] {
  const topics = new Set(
    actions.flatMap((action) =>
      environmentsOf(action, settings).map((environment) => settings.topics[environment] ?? settings.topic),
    ),
  );
  return topics.size > 0 ? [...topics] : [settings.topic];
}

/**
 * Where several environments are deployed side by side, the name of each stands before its actions: `Spain.Network.Deploy`. What
 * stands before all of them, as an approval does, concerns all.
 */
function environmentsOf({ stage, action }: FailedAction, { stages }: TellFailureSettings): readonly string[] {
  const environments = stages[stage] ?? [];
  const own = environments.filter((environment) => action.startsWith(`${environment}.`));
  return own.length > 0 ? own : environments;
}
