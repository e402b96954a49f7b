import {
  type Changeable,
  type ChangeRule,
  changeRules,
  effects,
  type Fixed,
  type Stepwise,
} from '../../lib/config/changing';

/** `docs/changing.md`: what each value of the configuration does to what is deployed, and what to do where it can't change. */
export function changingPage(): string {
  const fixed = rulesOf('fixed').map(([place, rule]) => `- **\`${place}\`**: ${rule.why}. Instead: ${rule.instead}.`);
  const stepwise = rulesOf('stepwise').flatMap(([place, rule]) => [
    `- **\`${place}\`** (${effects[rule.effect]})`,
    `  - Goes: ${rule.allowed}.`,
    `  - Does not: all else, because ${rule.why}. Instead: ${rule.instead}.`,
  ]);
  const changeable = rulesOf('changeable').map(
    ([place, { effect, note }]) => `| \`${place}\` | ${effects[effect]} | ${note ?? ''} |`,
  );
  return [
    ...introduction,
    '## Fixed',
    '',
    ...fixed,
    '',
    '## By steps',
    '',
    ...stepwise,
    '',
    ...ways,
    '## At any time',
    '',
    '| value | how it gets there | what else |',
    '|---|---|---|',
    ...changeable,
    '',
    ...pinned,
  ].join('\n');
}

function rulesOf(kind: 'fixed'): readonly (readonly [string, Fixed])[];
function rulesOf(kind: 'stepwise'): readonly (readonly [string, Stepwise])[];
function rulesOf(kind: 'changeable'): readonly (readonly [string, Changeable])[];
function rulesOf(kind: ChangeRule['kind']): readonly (readonly [string, ChangeRule])[] {
  return Object.entries(changeRules).filter(([, rule]) => rule.kind === kind);
}

const introduction = [
  '# What can be changed',
  '',
  'What becomes of what is deployed when a value of [`lib/config/environments.ts`](../lib/config/environments.ts) changes, the same in every environment.',
  '',
  'A place stands for all that is below it, unless that is named, too. `[]` is one of several.',
  '',
  'A test changes each value in each environment and compares the templates: nothing that holds data is replaced or goes, nothing is replaced under its own name, no export in use changes, and nothing changes that a distribution uses.',
  '',
  '*Made from `lib/config/changing.ts` by `npm run docs`.*',
  '',
];

const pinned = [
  '## Pinned',
  '',
  'Nothing of this is refused before the first deployment. Once an environment is deployed:',
  '',
  '1. `npm run pin`, or `npm run pin -- ENVIRONMENT` where only some are deployed. It writes into `lib/config/pinned.json` what is fixed, where what goes by steps stands, which stacks there are, and the logical ids of what holds data.',
  '2. Commit the file.',
  '',
  'From then on the synth refuses what is fixed, steps that do not go, and stacks and data that are gone or have another name, each with what to do instead. Until then it says which environments are not pinned, and `npm run doctor` finds those of them that are deployed.',
  '',
  'After a step (another zone, a newer engine, a port that was opened) and once it is deployed everywhere: `npm run pin` again. It moves on what goes by steps, and follows no change that is refused.',
  '',
  '### What is gone, or has another name',
  '',
  'The pipeline deletes no stack, so a commit says what becomes of what is deployed:',
  '',
  '| what | command | what it means |',
  '|---|---|---|',
  '| an environment is no longer configured | `npm run pin -- --removed Staging` | its stacks stay until [`npm run teardown`](day-two.md#an-environment-no-longer) |',
  '| one was taken down, and is to be made anew | `npm run pin -- --removed Staging` | it may have other values, and is pinned again once it is deployed |',
  '| another one takes its place | `npm run pin -- --renamed Staging=Trial` | two stand side by side: take the data over, then take the old one down; with other fixed values it is refused |',
  '| a stack is no longer synthesized | `npm run pin -- --removed Dev-Mail` | it stays until a person deletes it |',
  '| what holds data has another logical id | `npm run pin -- --renamed Dev-Data/OLD=NEW` | the data [was moved](upgrading.md#when-a-logical-id-or-a-stack-has-another-name), or a new one is empty |',
  '| it is no longer there | `npm run pin -- --removed Dev-Data/ID` | it goes, or stays without a stack, as its policy says |',
  '',
  'What was said stays in the file, under `removed`.',
  '',
];

const ways = [
  '### TLS to the load balancer',
  '',
  'The load balancer is deployed before the doors, API and Edge, which meanwhile call the port of before. So two commits:',
  '',
  '1. `edge.origin` with its certificate and `plainHttp: "open"`. Both ports are open, each to CloudFront through a security group of its own, and both doors turn to TLS.',
  '2. Once every environment that it changes was deployed with it, and not before, because a newer commit [replaces one that waits](adr/0001-superseded-executions.md): without `plainHttp`. The load balancer listens for TLS alone.',
  '',
  'Back: `plainHttp: "called"` in the first commit, no `origin` in the second.',
  '',
  '### Another zone',
  '',
  '1. `network.availabilityZones: 3` and `network.zonesAtFirst: 2`; where `zoneIds` are named, one more at their end.',
  '2. Production needs a NAT gateway in each zone; elsewhere the new zone goes out through those that are there.',
  '',
  "Load balancer, tasks, endpoints and the database's subnet group get the new subnets. The database's proxy, API Gateway's link and the functions that rotate passwords stay in the first zones, and reach all from there.",
  '',
];
