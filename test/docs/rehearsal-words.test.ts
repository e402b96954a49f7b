import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { gateNames, gates } from '../../contracts/gates';
import { serviceNames, services } from '../../lib/config/services';
import configuration from '../../rehearsal/rehearsal.config';
import { shippedData } from '../fixtures/shipped';
import { shippedGates } from '../fixtures/shipped-gates';
import { productionFolders } from './production-folders';

/** The rehearsal knows nothing of this application: no file of its package has a word of it. */

const root = join(__dirname, '../..');
const rehearsal = join(root, 'packages/rehearsal');

/** Names of this application that any other may have, too. */
const general = ['alarms', 'browse', 'pipeline'];

/** What looks like such a name, and is the code of an error or a word of AWS, git, npm or Unix. */
const phrases =
  /TAP(?=\d)|\/dev\/(?:null|std\w+|tcp)|devDependencies|--omit=dev|post-checkout|git checkout|'checkout', '--quiet'|ServiceCatalog|[\w-]+\.dev\b/g;

/** The table of public repositories names what those call their stages. */
const publicRepository = /^\| \[[\w.-]+\/[\w.-]+\]\(https:\/\/github\.com\/.*$/gm;

/** Names of stacks, stages, actions, services, variables and programs, and of the application itself. */
function names(): readonly string[] {
  const { application, pipeline, environments } = shippedData;
  return [
    application,
    configuration.pipelineStack ?? '',
    ...environments.flatMap(({ name, database }) => [name, database.databaseName]),
    ...[pipeline, ...environments].flatMap(({ tags }) => Object.values(tags ?? {})),
    ...gateNames
      .filter((gate) => shippedGates.includes(gate))
      .flatMap((gate) => [gate, gates[gate].action])
      .filter((name) => name !== 'load'),
    ...serviceNames,
    ...readdirSync(join(root, 'loadtests/journeys')).map((file) => basename(file, '.ts')),
    ...(configuration.tools ?? []).map(({ program }) => program),
  ];
}

/** Paths of this application: what is asked of its services, and where its sources lie. */
function paths(): readonly string[] {
  const below = productionFolders.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}/${name}/`),
  );
  return [
    ...serviceNames.flatMap((service) => services[service].paths.map((path) => path.replace(/\/\*$/, ''))),
    ...(configuration.variables ?? []).map((pattern) => pattern.replace('*', '')),
    ...[configuration.dockerfile, configuration.load?.profilesFolder].flatMap((path) => path ?? []),
    ...below,
    'buildspecs/',
  ];
}

/** A name as a word of its own, in any of its spellings: `Prod` is one in `PromoteProd` and in `my-prod`, and none in `production`. */
function spellings(name: string): readonly string[] {
  const capitalised = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return [
    `(?<![A-Z])${capitalised}(?![a-z])`,
    `(?<![A-Za-z])${name.toLowerCase()}(?![a-z])`,
    `(?<![A-Za-z])${name.toUpperCase()}(?![A-Za-z])`,
  ];
}

const ownNames = names().filter((name) => !general.includes(name.toLowerCase()));
const known = new RegExp([...new Set(ownNames.flatMap(spellings)), ...paths()].join('|'), 'g');

function wordsIn(text: string): readonly string[] {
  return text.replace(publicRepository, '').replace(phrases, '').match(known) ?? [];
}

/** Files of the package; of the folders that npm makes none, and no lock file. A source that a pipeline fetched has no git. */
function files(): readonly string[] {
  return readdirSync(rehearsal, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/lock/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[/\\](?:node_modules|cdk\.out|__pycache__)[/\\]/.test(file));
}

test('the package of the rehearsal has no word of this application', () => {
  const found = files().flatMap((file) => {
    const words = wordsIn(readFileSync(file, 'utf8'));
    return words.map((word) => `${relative(root, file)}: ${word}`);
  });
  expect(files().length).toBeGreaterThan(500);
  expect(found).toEqual([]);
});

test('each kind of word would be seen, in every spelling', () => {
  const { name } = shippedData.environments.at(-1) ?? { name: '' };
  const texts = [
    `Promote${name}`,
    `rehearsal_${name.toLowerCase()}_own`,
    `${shippedData.application.toUpperCase()}_SIZE`,
    ...serviceNames.map((service) => `task Stage/${service}/1`),
    `Mend ${configuration.pipelineStack}.`,
    ...serviceNames.map((service) => `${services[service].paths[0]}/7`),
    'Mend the file in `buildspecs/`.',
    'Mend `lib/pipeline/source.ts`.',
  ];
  expect(texts.filter((text) => wordsIn(text).length === 0)).toEqual([]);
});

test('what only looks like one is none, nor are the names of public repositories', () => {
  expect(wordsIn('production, shopping, tapped, 2>/dev/null, npm ci --omit=dev')).toEqual([]);
  const row = '| [a/b](https://github.com/a/b) | `1` | promoted through `Dev` |';
  expect(wordsIn(row)).toEqual([]);
  expect(wordsIn(row.replace('github.com', 'example.com'))).toEqual(['Dev']);
});
