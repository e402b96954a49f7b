import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A folder of the repository, and what its files may import beside each other and packages of the registry. */
export interface Direction {
  readonly folder: string;
  /** Folders, and modules of this repository's packages by their names; what lies below each counts, too. */
  readonly mayImport: readonly string[];
  /** Why nothing else, for whoever tries. */
  readonly message: string;
}

/** Layers of a tree, from the ground up: each may import those before it. */
function layers(tree: string, names: readonly string[], further: readonly string[], message: string): Direction[] {
  return names.map((name, index) => ({
    folder: `${tree}/${name}`,
    mayImport: [...names.slice(0, index).map((below) => `${tree}/${below}`), ...further],
    message,
  }));
}

const codedError = '@delivery/coded-error';
const rehearsal = 'packages/rehearsal/src';
const ofThePackage = `Imports of the rehearsal point one way, and none leads out of it: see ${rehearsal}'s map in its README.`;
const ofLib = 'Imports point one way: configuration, constructs, stacks, stages, pipeline; gates stand beside them.';
const ofK6 = 'k6 runs this file: it knows k6 and loadtests/, nothing else.';

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
  'environment',
  'faults',
  'probe',
  'update',
  'configuration',
  'told',
  'report',
  'terminal',
  'run',
];

/** The layers of its cloud, above those that lie below it; what stands at the top of it may import all of them. */
const cloudLayers = [
  'base',
  'state-refusals',
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
];
const belowTheCloud = rehearsalLayers.slice(0, rehearsalLayers.indexOf('cloud')).map((name) => `${rehearsal}/${name}`);

/** What all of this repository may import, but for what k6 and Lambda run. */
const ground = ['contracts', codedError];
/** What is delivered, and the programs that it runs. */
const delivered = ['loadtests', 'lib', 'checks', 'functions', 'app', 'site', 'rehearsal'];
const programs = ['scripts', 'bench', 'bin', 'test'];
const ofPrograms = 'A program uses a package by what it exports, not by its files.';

/** Every direction that the linter holds, once. A folder below another one has the longer path and counts alone. */
export const directions: readonly Direction[] = [
  { folder: 'packages', mayImport: [], message: 'A package knows nothing above its folder.' },
  { folder: 'packages/coded-error/src', mayImport: [], message: 'A coded error knows nothing else.' },
  {
    folder: 'packages/coded-error/test',
    mayImport: ['packages/coded-error/src'],
    message: 'Tests of a package know the package alone.',
  },
  { folder: rehearsal, mayImport: [codedError], message: ofThePackage },
  ...layers(rehearsal, rehearsalLayers, [codedError], ofThePackage),
  ...layers(`${rehearsal}/cloud`, cloudLayers, [codedError, ...belowTheCloud], ofThePackage),
  {
    folder: 'packages/rehearsal/test',
    mayImport: [rehearsal, codedError],
    message: 'Tests of a package know the package and what it depends on.',
  },
  ...layers('loadtests', ['lib', 'journeys'], [], ofK6),
  {
    folder: 'contracts',
    mayImport: ['loadtests/lib', codedError, '@delivery/rehearsal/events'],
    message: 'Contracts are what all share: below them are what k6 reads, too, and packages.',
  },
  {
    folder: 'functions',
    mayImport: ['contracts'],
    message: 'A function knows what Lambda gives it: its event, its settings and the AWS APIs.',
  },
  {
    folder: 'checks',
    mayImport: [...ground, 'loadtests/lib', '@delivery/rehearsal/loopback'],
    message: "A job's program knows contracts/, the load tests and the AWS APIs, neither lib/ nor the rehearsal.",
  },
  { folder: 'lib', mayImport: ground, message: ofLib },
  ...layers('lib', ['config', 'constructs', 'stacks', 'stages'], ground, ofLib),
  { folder: 'lib/gates', mayImport: ['lib/config', 'lib/constructs', ...ground], message: ofLib },
  {
    folder: 'lib/pipeline',
    mayImport: ['config', 'constructs', 'stacks', 'stages', 'gates'].map((name) => `lib/${name}`).concat(ground),
    message: ofLib,
  },
  { folder: 'app/src', mayImport: [], message: "The shop's container knows nothing of how it is delivered." },
  {
    folder: 'app/test',
    mayImport: ['app/src', 'lib/config'],
    message: 'Tests of the shop know the shop and the configuration that starts it.',
  },
  { folder: 'site', mayImport: [], message: 'A browser runs this file: it knows the storefront alone.' },
  {
    folder: 'rehearsal',
    mayImport: [...ground, '@delivery/rehearsal'],
    message: 'What this repository tells the rehearsal comes from contracts/ and the commit, never from lib/.',
  },
  { folder: 'bin', mayImport: ['lib', ...ground], message: 'The app consists of lib/.' },
  ...['scripts', 'bench'].map((folder) => ({
    folder,
    mayImport: [...ground, ...delivered, ...programs.filter((one) => one !== folder), '@delivery/rehearsal'],
    message: ofPrograms,
  })),
  {
    folder: 'test',
    mayImport: [...ground, ...delivered, ...programs.slice(0, -1), 'packages', '@delivery/rehearsal'],
    message: 'Tests know this repository and its packages.',
  },
];

const root = join(__dirname, '../..');

/** How many folders below one hold files that this direction is for; what lies deeper is refused more than it needs. */
export function levelsOf({ folder }: Direction): number {
  const others = directions.filter((one) => one.folder.startsWith(`${folder}/`));
  const depths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.includes('node_modules'))
    .filter((file) => !others.some((other) => posix.join(folder, file).startsWith(`${other.folder}/`)))
    .map((file) => file.split('/').length - 1);
  return Math.max(0, ...depths);
}

/**
 * The patterns of imports that are refused so many levels below a folder; later ones count more, `!` takes a refusal back.
 * Whatever leaves the folder is refused, and what it may import is called from there.
 */
export function refusedIn({ folder, mayImport }: Direction, level: number): readonly string[] {
  const up = Array<string>(level).fill('..').join('/');
  const outside = posix.join(up, '..');
  const taken = mayImport.map((one) => (one.startsWith('@') ? one : posix.join(up, posix.relative(folder, one))));
  return [...[outside, `${outside}/**`, '@delivery/**'], ...taken.flatMap((one) => [`!${one}`, `!${one}/**`])];
}
