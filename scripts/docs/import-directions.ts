/** A folder of the repository and what its files may import, beside each other and packages of the registry. */
export interface Direction {
  readonly folder: string;
  readonly mayImport: readonly string[];
  /** Why nothing else, for whoever tries. */
  readonly message: string;
  /** Folders of its own that are called like one at the top of the repository. @default - none */
  readonly own?: readonly string[];
}

/** Layers of a tree, from the ground up: each may import those before it. */
function layers(tree: string, names: readonly string[], further: readonly string[], message: string): Direction[] {
  return names.map((name, index) => ({
    folder: `${tree}/${name}`,
    mayImport: [...names.slice(0, index).map((below) => `${tree}/${below}`), ...further],
    message,
  }));
}

const rehearsal = 'packages/rehearsal/src';
const codedError = 'packages/coded-error';
const ofThePackage = `Imports of the rehearsal point one way, and none leads out of it: see ${rehearsal}'s map in its README.`;
const ofLib = 'Imports point one way: configuration, constructs, stacks, stages, pipeline; gates stand beside them.';
const shared = ['contracts', codedError];

/** The layers of the rehearsal; what stands at the top of its sources may import all of them. */
const rehearsalLayers = [
  'events',
  'loopback',
  'command',
  'network',
  'model',
  'cloud',
  'engine',
  'executors',
  'faults',
  'probe',
  'configuration',
  'told',
  'report',
  'terminal',
  'run',
] as const;

/** The layers of its cloud; what stands at the top of it may import all of them. */
const cloudLayers = [
  'base',
  'deployed',
  'http',
  'workloads',
  'doors',
  'metrics',
  'database',
  'alarms',
  'resources',
  'gateway',
  'emulator',
  'backing',
] as const;

/** Every direction that the linter holds, once. A folder below another one has the longer path and counts alone. */
export const directions: readonly Direction[] = [
  { folder: codedError, mayImport: [], message: 'A coded error knows nothing else.' },
  { folder: rehearsal, mayImport: [codedError], message: ofThePackage },
  ...layers(rehearsal, rehearsalLayers, [codedError], ofThePackage),
  ...layers(
    `${rehearsal}/cloud`,
    cloudLayers,
    [codedError, ...['events', 'loopback', 'command', 'network', 'model'].map((name) => `${rehearsal}/${name}`)],
    ofThePackage,
  ),
  {
    folder: 'contracts',
    mayImport: [codedError, 'loadtests/lib', `${rehearsal}/events`],
    message: 'Contracts are the ground: they know what all may know.',
  },
  {
    folder: 'functions',
    mayImport: ['contracts'],
    message: 'A function knows what Lambda gives it: its event, its settings and the AWS APIs.',
  },
  {
    folder: 'loadtests',
    mayImport: [],
    own: ['lib'],
    message: 'k6 runs this file: it knows k6 and loadtests/, nothing else.',
  },
  {
    folder: 'checks',
    mayImport: [...shared, 'loadtests', `${rehearsal}/loopback`],
    message: "A job's program knows contracts/, the load tests and the AWS APIs, neither lib/ nor the rehearsal.",
  },
  ...layers('lib', ['config', 'constructs', 'stacks', 'stages'], shared, ofLib),
  { folder: 'lib/gates', mayImport: ['lib/config', ...shared], message: ofLib },
  {
    folder: 'lib/pipeline',
    mayImport: ['config', 'constructs', 'stacks', 'stages', 'gates'].map((name) => `lib/${name}`).concat(shared),
    message: ofLib,
  },
  {
    folder: 'rehearsal',
    mayImport: [...shared, rehearsal],
    message: 'What this repository tells the rehearsal comes from contracts/ and the commit, never from lib/.',
  },
];

/** Folders at the top that nothing below may import. */
const roofs = ['bench', 'bin', 'scripts', 'test'];
/** Name of the workspace in a folder. */
const workspaces: Readonly<Record<string, string>> = {
  [codedError]: '@delivery/coded-error',
  [rehearsal]: '@delivery/rehearsal',
};

/** How files name a folder in their imports, as patterns of the linter. */
function specifiers(folder: string): readonly string[] {
  const workspace = Object.keys(workspaces).find((one) => folder === one || folder.startsWith(`${one}/`));
  if (workspace === undefined) return [`**/${folder}/**`];
  const name = workspaces[workspace];
  const inside = folder.slice(workspace.length + 1);
  return inside === '' ? [`${name}`, `${name}/**`] : [`${name}/${inside}/**`];
}

/** Folders beside one, and beside those that it lies in, which it may not import: by their own names, as a tree calls them. */
function siblingsRefusedIn({ folder, mayImport }: Direction): readonly string[] {
  const tree = folder.slice(0, folder.lastIndexOf('/') + 1);
  const beside = directions.flatMap((one) => {
    const name = tree !== '' && one.folder.startsWith(tree) ? one.folder.slice(tree.length) : '';
    return name === '' || name.includes('/') || one.folder === folder || mayImport.includes(one.folder) ? [] : [name];
  });
  const parent = directions.find((one) => `${one.folder}/` === tree);
  return parent === undefined ? beside : [...beside, ...siblingsRefusedIn(parent)];
}

/** The patterns of imports that are refused in a folder; later ones count more, `!` takes a refusal back. */
export function refusedIn(direction: Direction): readonly string[] {
  const { folder, mayImport, own = [] } = direction;
  const ofTop = (path: string) => path.split('/')[0] ?? path;
  const tops = new Set([...directions.map((one) => ofTop(one.folder)), ...roofs]);
  tops.delete('packages');
  tops.delete(ofTop(folder));
  const siblings = siblingsRefusedIn(direction);
  const refused = [
    ...[...tops, ...siblings].map((name) => `**/${name}/**`),
    // The index of a sibling, which its name alone stands for.
    ...siblings.map((name) => `../${name}`),
    ...Object.keys(workspaces).flatMap(specifiers),
  ];
  // What lies in the same tree is called by its own name, which nothing here refuses.
  const taken = mayImport.filter((one) => ofTop(one) !== ofTop(folder) || one === codedError).flatMap(specifiers);
  return [...refused, ...[...taken, ...own.map((name) => `../${name}/**`)].map((pattern) => `!${pattern}`)];
}
