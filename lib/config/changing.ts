/**
 * What becomes of what is deployed when a value of the configuration changes. `docs/changing.md` is made from this, and tests hold it
 * to the schema and to the templates.
 */

/** How a change reaches what is deployed. */
export const effects = {
  judged: 'the gates alone: they judge by it from that commit on, and no environment changes',
  pipeline: 'the pipeline alone, by self-mutation',
  inPlace: 'in place',
  rolled: 'tasks are rolled',
  beside: 'a new one is made and used, then the old one goes',
  interrupts: 'in place, with an interruption',
} as const;

export type Effect = keyof typeof effects;

/** It may change from one deployment to the next, in any direction. */
export interface Changeable {
  readonly kind: 'changeable';
  readonly effect: Effect;
  /** What else somebody has to know, or to do. */
  readonly note?: string;
}

/** It may change in one direction, or by a way of several commits. */
export interface Stepwise {
  readonly kind: 'stepwise';
  readonly effect: Effect;
  /** Which changes go. */
  readonly allowed: string;
  /** Why the others don't. */
  readonly why: string;
  /** What to do in their place. */
  readonly instead: string;
}

/** It stays what it was at the first deployment. */
export interface Fixed {
  readonly kind: 'fixed';
  readonly why: string;
  /** What to do in its place. */
  readonly instead: string;
}

export type ChangeRule = Changeable | Stepwise | Fixed;

const changeable = (effect: Effect, note?: string): Changeable => ({ kind: 'changeable', effect, note });
const stepwise = (effect: Effect, rule: Omit<Stepwise, 'kind' | 'effect'>): Stepwise => ({
  kind: 'stepwise',
  effect,
  ...rule,
});
const fixed = (why: string, instead: string): Fixed => ({ kind: 'fixed', why, instead });

const anotherEnvironment =
  'another environment with the new value beside it; take the data over by a snapshot; then take the old one down';
const anotherCopy =
  'another copy of this repository with the new value, with environments of its own; take the data over by a snapshot; then take the old ones down';
const confirmed = 'whoever is new gets a mail to confirm';
const emptied = 'API Gateway makes the cache anew, empty, in some minutes';

/**
 * By the value's place, `[]` for one of several. A place stands for all that is below it, unless that has an entry of its own.
 *
 * What replaces, and what doesn't, is CloudFormation's to say
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html).
 */
export const changeRules: Readonly<Record<string, ChangeRule>> = {
  application: fixed(
    'the names of the database, of roles, alarms, logs and of the image repository begin with it: what has a name is replaced, the database with its data',
    anotherCopy,
  ),
  'pipeline.account': fixed(
    'the pipeline would be another stack there, with an empty image repository and no evidence, and the old one would go on to deliver; naming the account in which it stands changes nothing',
    anotherCopy,
  ),
  'pipeline.region': fixed(
    'the pipeline would be another stack there, with an empty image repository and no evidence, and the old one would go on to deliver',
    anotherCopy,
  ),
  'pipeline.bootstrapQualifier': changeable(
    'beside',
    'bootstrap every account and region under the new one first; the old bootstrap stacks stay until every environment was deployed',
  ),
  'pipeline.source': changeable(
    'inPlace',
    'the new one holds the commit before the old one brings it; alarms link to their runbooks there; a repository that the pipeline made stays',
  ),
  'pipeline.notifications': changeable('pipeline', confirmed),
  'pipeline.image': changeable('pipeline'),
  'pipeline.tags': changeable('pipeline'),

  'environments[].name': fixed(
    'stacks, database, roles and alarms are named after it: the pipeline would make another environment and leave the old one',
    'another environment of the new name beside it; take the data over by a snapshot; then take the old one down',
  ),
  'environments[].wave': changeable('pipeline'),
  'environments[].account': fixed(
    'its stacks would be others there, and the old ones would stay; naming the account in which it stands changes nothing',
    anotherEnvironment,
  ),
  'environments[].region': fixed('its stacks would be others there, and the old ones would stay', anotherEnvironment),
  'environments[].production': changeable(
    'inPlace',
    'production has [floors](day-two.md#another-threshold) and is protected; taking it back leaves the protection on until a person removes it',
  ),
  'environments[].network.cidr': fixed(
    'a VPC keeps its range: it would be replaced with everything in it, the database included',
    anotherEnvironment,
  ),
  'environments[].network.availabilityZones': stepwise('inPlace', {
    allowed:
      'more, with `network.zonesAtFirst` at the number before: the ranges of three zones are kept free, and what exists keeps its own',
    why: 'stacks that are deployed later still import the subnets of a zone that goes, and CloudFormation deletes no export in use',
    instead: anotherEnvironment,
  }),
  'environments[].network.zoneIds': stepwise('inPlace', {
    allowed: 'one more at the end, with `availabilityZones`; and to write down those that it has',
    why: 'a subnet keeps its zone: it would be replaced by one with the same addresses, which EC2 refuses while the old one stands',
    instead: anotherEnvironment,
  }),
  'environments[].network.zonesAtFirst': fixed(
    "the database's proxy and API Gateway's link keep their subnets: with others the proxy would be replaced, whose endpoint the services import, and CloudFormation changes no export in use",
    'write the number of before, whatever `availabilityZones` is now: tasks of all zones reach the proxy, and the link reaches all zones',
  ),
  'environments[].network.natGateways': changeable(
    'inPlace',
    'connections out of a zone whose route turns to another gateway break once',
  ),
  'environments[].database.engineVersion': stepwise('interrupts', {
    allowed: 'a newer one: the cluster restarts, and the proxy holds connections for some of that time',
    why: 'Aurora has no way back to an older version',
    instead: 'restore a snapshot of before the upgrade in an environment of its own',
  }),
  'environments[].database.minCapacityAcu': changeable('inPlace'),
  'environments[].database.maxCapacityAcu': changeable(
    'inPlace',
    'the number of connections that the cluster takes follows when its instances have restarted',
  ),
  'environments[].database.readers': changeable(
    'beside',
    'with `deletionProtection` one that is no longer configured stays in the cluster, paid for, until a person deletes it',
  ),
  'environments[].database.backupRetentionDays': changeable('inPlace', 'with fewer, older backups go at once'),
  'environments[].database.deletionProtection': changeable(
    'inPlace',
    'taking it back leaves the cluster protected until a person removes that',
  ),
  'environments[].database.databaseName': fixed(
    'a cluster keeps the name of its database: it would be replaced by an empty one',
    `a further database in the same cluster, made by a migration of yours; or ${anotherEnvironment}`,
  ),
  'environments[].containers.cpu': changeable('rolled'),
  'environments[].containers.memoryMiB': changeable('rolled'),
  'environments[].containers.minTasks': changeable('inPlace'),
  'environments[].containers.maxTasks': changeable('inPlace'),
  'environments[].containers.targetCpuPercent': changeable('inPlace'),
  'environments[].containers.targetMemoryPercent': changeable('inPlace'),
  'environments[].containers.targetRequestsPerMinute': changeable('inPlace'),
  'environments[].containers.environment': changeable('rolled'),
  'environments[].edge.domain': changeable(
    'inPlace',
    'the distribution answers to the new name alone; a record of the old one that was made by hand is yours to delete',
  ),
  'environments[].edge.hostedZone': changeable(
    'beside',
    'CloudFormation makes no record over one that was made by hand: give that one a TTL of an hour before, and delete it when Edge is deployed',
  ),
  'environments[].edge.certificateArn': changeable('inPlace'),
  'environments[].edge.origin': stepwise('beside', {
    allowed:
      'to TLS, and back, [in two commits](#tls-to-the-load-balancer): one that opens both ports, one that closes the old; and another certificate, where both cover the name',
    why: 'the load balancer is deployed before the doors, which would call a closed port until they are deployed, too',
    instead: 'write `plainHttp: "open"` (to TLS) or `"called"` (back) for one deployment, then pin, then take it out',
  }),
  'environments[].edge.origin.domain': changeable(
    'beside',
    'the certificate covers the old name and the new one meanwhile',
  ),
  'environments[].edge.origin.certificateArn': changeable('inPlace', 'the new one covers `origin.domain`, too'),
  'environments[].edge.priceClass': changeable('inPlace'),
  'environments[].edge.requestsPerAddress': changeable('inPlace'),
  'environments[].api.rateLimit': changeable('inPlace'),
  'environments[].api.burstLimit': changeable('inPlace'),
  'environments[].api.quotaPerMonth': changeable('inPlace'),
  'environments[].api.cacheClusterSizeGb': changeable('inPlace', emptied),
  'environments[].gates': changeable('judged'),
  'environments[].gates.bakeMinutes': changeable('pipeline'),
  'environments[].promotion': changeable('pipeline'),
  'environments[].notifications': changeable('pipeline', confirmed),
  'environments[].alarms': changeable('inPlace'),
  'environments[].alarms.minimumRequests': changeable('inPlace'),
  'environments[].alarms.subscriptions': changeable('beside', `subscriptions come and go; ${confirmed}`),
  'environments[].tags': changeable(
    'beside',
    "CloudFront's VPC origin, which takes no other tags while it is used, is made anew; all else takes them in place, tasks with the next release",
  ),
  'environments[].recoveryRegion': changeable('inPlace', 'the replicas in the region before are deleted'),
};

/** The rule of a value, by its place: its own, or that of what it is part of. */
export function ruleAt(place: string): ChangeRule | undefined {
  for (let part = place; part !== ''; part = part.replace(/\.?[^.]*$/, '')) {
    const rule = changeRules[part];
    if (rule) return rule;
  }
  return undefined;
}
