import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextFiles, digestOf } from '../../src/executors/image/build-context';
import { readDockerfile } from '../../src/executors/image/dockerfile';
import { standInBuild } from '../../src/executors/image/stand-in-build';
import { temporaryFolder } from './fake-cloud';

const folder = temporaryFolder();

function context(files: Record<string, string>): string {
  const made = mkdtempSync(join(folder, 'context-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(made, path, '..'), { recursive: true });
    writeFileSync(join(made, path), text);
  }
  return made;
}

/** Builds; a command writes its own text into the file `built` of its folder, `fail` fails. */
async function build(dockerfile: string, files: Record<string, string>, buildArguments: Record<string, string> = {}) {
  const from = context(files);
  const commands: string[] = [];
  const image = await standInBuild({
    stages: readDockerfile(dockerfile, buildArguments),
    context: from,
    files: await contextFiles(from),
    scratch: mkdtempSync(join(folder, 'scratch-')),
    buildArguments,
    run: async (command, cwd, env) => {
      commands.push(command);
      writeFileSync(join(cwd, 'built'), `${command} ${env.MODE ?? ''}`);
      return command.includes('fail') ? 1 : 0;
    },
    say: () => undefined,
  });
  return { ...image, commands };
}

const dockerfile = `# syntax=docker/dockerfile:1
ARG BASE=node:24@sha256:abc
FROM \${BASE} AS build
WORKDIR /app
ENV MODE=production
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/var/cache/npm npm ci \\
    # a comment in between
    && apt-get update && npm run build
COPY src ./src

FROM \${BASE}
RUN useradd weather
WORKDIR /srv/app
COPY --from=build --chown=1000:1000 /app/src ./src
COPY --from=build /app/built ./
USER 1000
CMD ["node", "src/main.js"]
`;
const files = { 'package.json': '{}', 'package-lock.json': '{}', 'src/main.js': 'main', 'src/deep/a.js': 'a' };

describe('reading a Dockerfile', () => {
  test('stages know what they start from, arguments replaced', () => {
    expect(readDockerfile(dockerfile).map(({ from, name }) => [from, name])).toEqual([
      ['node:24@sha256:abc', 'build'],
      ['node:24@sha256:abc', undefined],
    ]);
    expect(readDockerfile(dockerfile, { BASE: 'other' })[0]?.from).toBe('other');
  });

  test('continued lines are one instruction, comments between them are none', () => {
    const run = readDockerfile(dockerfile)[0]?.instructions.find(({ name }) => name === 'RUN');
    expect(run?.args).toContain('npm ci && apt-get update && npm run build');
  });
});

describe('a build without an engine', () => {
  test('only npm and node lines are carried out; all others are listed', async () => {
    const { commands, ran, notRun } = await build(dockerfile, files);
    expect(commands).toEqual(['npm ci', 'npm run build']);
    expect(ran).toEqual(commands);
    expect(notRun).toEqual(['apt-get update', 'useradd weather']);
  });

  test("the last stage's working directory holds what was copied to it, from the context and from stages", async () => {
    const { folder: made } = await build(dockerfile, files);
    expect(readFileSync(join(made, 'built'), 'utf8')).toBe('npm run build production');
    expect(existsSync(join(made, 'src/deep/a.js'))).toBe(true);
    expect(existsSync(join(made, 'package.json'))).toBe(false);
  });

  test('patterns, folders and single files are copied as docker copies them', async () => {
    const text =
      'FROM x\nWORKDIR /a\nCOPY package*.json ./\nCOPY src/ lib/\nCOPY src/main.js ./start.js\nCOPY . all/\n';
    const { folder: made } = await build(text, files);
    const expected = [
      'package.json',
      'package-lock.json',
      'lib/main.js',
      'lib/deep/a.js',
      'start.js',
      'all/src/main.js',
    ];
    expect(expected.filter((path) => existsSync(join(made, path)))).toEqual(expected);
  });

  test('a failing command and a COPY that finds nothing fail the build', async () => {
    await expect(build('FROM x\nRUN npm run fail\n', files)).rejects.toThrow(/TAP4210: "npm run fail" ended with 1/);
    await expect(build('FROM x\nCOPY none ./\n', files)).rejects.toThrow(/TAP4211.*COPY none/);
    await expect(build('FROM x\nCOPY ../secret ./\n', files)).rejects.toThrow(/TAP4211/);
  });
});

describe('the context of a build', () => {
  test('.dockerignore takes files out and lets some in again', async () => {
    const ignoring = context({
      '.dockerignore': '# comment\nnode_modules\n*.md\n!README.md\n',
      'node_modules/a/b.js': '',
      'README.md': '',
      'NOTES.md': '',
      'a.js': '',
    });
    expect(await contextFiles(ignoring)).toEqual(['.dockerignore', 'README.md', 'a.js']);
  });

  test('its digest is the same for the same files, and another one when a byte or a name changes', async () => {
    const digest = async (some: Record<string, string>) => {
      const made = context(some);
      return digestOf(made, await contextFiles(made), 'Dockerfile');
    };
    const one = await digest({ a: '1', b: '2' });
    expect(await digest({ a: '1', b: '2' })).toBe(one);
    const others = [
      await digest({ a: '1', b: '3' }),
      await digest({ a: '1', c: '2' }),
      await digest({ a: '12', b: '' }),
    ];
    expect(new Set([one, ...others]).size).toBe(4);
  });
});
