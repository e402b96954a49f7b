import type { DeclaredAlarm } from '../../contracts/manifest';

/** What alarms of a kind look at. */
export interface AlarmSubject {
  /** Namespace and name. */
  readonly metric: string;
  /** All dimensions that the metric of one resource has; one more, and only a part of it would be looked at. */
  readonly dimensions: readonly string[];
  readonly statistics: RegExp;
  /** The most that the metric can come to, in its own unit. */
  readonly most: number;
}

/** How `AlarmBoard` words a critical level: as the metric, where there are requests enough. */
const ofEnoughRequests = /^IF\((\w+) >= \d+, (\w+), 0\)$/;

/**
 * What keeps an alarm on a metric from telling what it is there for, as the end of a sentence; nothing if nothing does.
 *
 * What its settings say is all that is known here: whether a threshold is right is for people.
 */
export function flawOf(subject: AlarmSubject, { settings }: DeclaredAlarm): string | undefined {
  const suffix = suffixOf(settings, subject.metric);
  return actionFlaw(settings) ?? levelFlaw(subject, settings) ?? metricFlaw(subject, settings, suffix);
}

type Settings = DeclaredAlarm['settings'];

/** What the names of the metric's settings end in, such as ` of rate`, where an expression is made of it. */
function suffixOf(settings: Settings, metric: string): string {
  const name = Object.keys(settings).find((one) => /^metric( of |$)/.test(one) && settings[one] === metric) ?? '';
  return name.replace('metric', '');
}

function actionFlaw(settings: Settings): string | undefined {
  if (settings['actions enabled'] !== 'true') return 'has its actions switched off';
  if (settings['ALARM action 1'] === undefined) return 'tells nobody';
  return undefined;
}

function levelFlaw({ most }: AlarmSubject, settings: Settings): string | undefined {
  const { comparison = '', threshold } = settings;
  const inclusive = comparison === 'GreaterThanOrEqualToThreshold';
  if (!inclusive && comparison !== 'GreaterThanThreshold') {
    return `compares by ${comparison}, and not above a threshold`;
  }
  const level = Number(threshold ?? Number.NaN);
  if (!(inclusive ? level <= most : level < most)) {
    return `has the threshold ${threshold ?? 'of a metric'}, which nothing reaches: at most ${most} is`;
  }
  // An alarm that ignores missing data stays as it is, whatever that was.
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
  if (settings['missing data'] === 'ignore') return 'stays as it was where data is missing ("ignore")';
  return undefined;
}

function metricFlaw(subject: AlarmSubject, settings: Settings, suffix: string): string | undefined {
  const expressions = Object.keys(settings).filter((name) => name.startsWith('expression of '));
  const unknown = expressions.find((name) => ` of ${ofEnoughRequests.exec(settings[name] ?? '')?.[2]}` !== suffix);
  if (unknown !== undefined) return `judges by ${settings[unknown]}, of which nothing is known here`;
  const dimensions = Object.keys(settings)
    .filter((name) => name.startsWith('dimension ') && (suffix === '' || name.endsWith(suffix)))
    .map((name) => name.slice('dimension '.length, name.length - suffix.length))
    .sort();
  if (dimensions.join() !== [...subject.dimensions].sort().join()) {
    return `looks at ${dimensions.join(', ')}: ${subject.dimensions.join(', ')} is all of it`;
  }
  const statistic = settings[`statistic${suffix}`] ?? 'none';
  return subject.statistics.test(statistic) ? undefined : `takes the statistic ${statistic}`;
}
