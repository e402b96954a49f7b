import { stringify } from 'yaml';
import { readBuildSpec } from '../../src/model/build-spec';

const minimal = { version: 0.2, phases: { build: { commands: ['true'] } } };
const read = (value: unknown) => readBuildSpec('Alpha/Verify', stringify(value));

describe('reading a build specification', () => {
  test('YAML and JSON say the same', () => {
    expect(readBuildSpec('x', JSON.stringify({ ...minimal, version: '0.2' }))).toEqual(read(minimal));
  });

  test('phases keep their commands, finally and on-failure; one command may stand without a list', () => {
    const spec = read({
      version: 0.2,
      phases: {
        install: { commands: null },
        build: { commands: 'make', finally: ['tidy'], 'on-failure': 'ABORT' },
      },
    });
    expect(spec.phases).toEqual({
      install: { commands: [], finally: [] },
      build: { commands: ['make'], finally: ['tidy'], onFailure: 'ABORT' },
    });
  });

  test('primary and secondary artifacts keep base directory, exclusions and discarded paths', () => {
    const spec = read({
      ...minimal,
      artifacts: {
        files: '**/*',
        'secondary-artifacts': {
          Checks: { files: ['**/*'], 'base-directory': 'dist', 'exclude-paths': 'x/**', 'discard-paths': 'yes' },
        },
      },
    });
    expect(spec.artifacts).toEqual({ files: ['**/*'], excludePaths: [], baseDirectory: '.', discardPaths: false });
    expect(spec.secondaryArtifacts).toEqual({
      Checks: { files: ['**/*'], excludePaths: ['x/**'], baseDirectory: 'dist', discardPaths: true },
    });
  });

  test('variables of every kind and exported ones are known', () => {
    const spec = read({
      ...minimal,
      env: {
        shell: 'bash',
        variables: { A: 1 },
        'parameter-store': { B: '/b' },
        'secrets-manager': { C: 'c:key' },
        'exported-variables': ['A'],
      },
    });
    expect(spec).toMatchObject({
      shell: 'bash',
      variables: { A: '1' },
      parameterStore: { B: '/b' },
      secretsManager: { C: 'c:key' },
      exportedVariables: ['A'],
    });
  });

  test('what has no effect here is listed in words', () => {
    const spec = read({
      version: 0.2,
      cache: { paths: ['/var/cache/npm/**/*'] },
      phases: { install: { 'runtime-versions': { nodejs: 24 }, 'run-as': 'root', commands: ['true'] } },
    });
    expect(spec.notHonoured).toEqual([
      'runtime-versions nodejs 24',
      'run-as root in phase install',
      'cache /var/cache/npm/**/*',
    ]);
  });

  test.each([
    ['nodejs', 24],
    ['nodejs', '20.x'],
    ['nodejs', 'latest'],
    ['nodejs', 26],
    ['python', 3.12],
    ['python', '3.x'],
    ['python', '3.11.4'],
    ['java', 'corretto21'],
    ['java', 'corretto26'],
    ['python', '3.16'],
    ['golang', 1.28],
    ['php', '9.0'],
  ])('runtime %s %s is taken', (runtime, version) => {
    const install = { 'runtime-versions': { [runtime]: version } };
    expect(read({ ...minimal, phases: { ...minimal.phases, install } }).notHonoured).toHaveLength(1);
  });

  test.each([
    ['nodejs', 99],
    ['nodejs', 19],
    ['python', 2.7],
    ['java', '21'],
    ['java', '26'],
    ['python', '3.99'],
    ['cobol', 60],
  ])('runtime %s %s is refused, which no image has', (runtime, version) => {
    const install = { 'runtime-versions': { [runtime]: version } };
    expect(() => read({ ...minimal, phases: { ...minimal.phases, install } })).toThrow(
      new RegExp(`TAP4110: Alpha/Verify: phase install: .*${runtime}`),
    );
  });

  test('a shell is known by its name or its path', () => {
    const shells = [undefined, 'sh', '/bin/sh', 'bash'].map((shell) => read({ ...minimal, env: { shell } }).shell);
    expect(shells).toEqual(['sh', 'sh', 'sh', 'bash']);
  });

  test.each([
    [{ version: 0.2, phases: { build: { command: ['exit 1'] } } }, /TAP4110.*"command".*commands/s],
    [{ ...minimal, phase: {} }, /TAP4110.*"phase".*phases/s],
    [{ ...minimal, artifacts: { file: ['**'] } }, /TAP4110.*"file".*files/s],
    [{ ...minimal, env: { exported: ['A'] } }, /TAP4110.*"exported".*exported-variables/s],
    [{ version: 0.2, phases: { install: null, build: { commands: null } } }, /TAP4110.*command/],
    [{ ...minimal, env: { shell: 'powershell.exe' } }, /TAP4111.*"powershell.exe".*bash/],
    [{ ...minimal, env: { shell: 'zsh' } }, /TAP4110.*"zsh".*bash/],
    [{ ...minimal, 'run-as': 'nobodyhere' }, /TAP4111.*"nobodyhere"/],
    [{ version: 0.2, phases: { build: { commands: ['id'], 'run-as': 'nobodyhere' } } }, /TAP4111.*"nobodyhere"/],
    [{ ...minimal, version: 0.1 }, /TAP4110: Alpha\/Verify.*"0.1"/],
    [{ version: 0.2 }, /TAP4110.*\n.*phases/s],
    [{ version: 0.2, phases: { test: {} } }, /TAP4110/],
    [{ version: 0.2, phases: { build: { commands: [], 'on-failure': 'IGNORE' } } }, /TAP4110.*"IGNORE"/],
    [{ version: 0.2, phases: { build: { commands: [], 'on-failure': 'RETRY-3' } } }, /TAP4111.*"RETRY-3"/],
    [{ ...minimal, batch: {} }, /TAP4111.*batch/],
  ])('%j is refused', (value, message) => {
    expect(() => read(value)).toThrow(message);
  });

  test('text that is no YAML is refused', () => {
    expect(() => readBuildSpec('Alpha/Verify', 'a: [')).toThrow(/TAP4110: Alpha\/Verify/);
  });
});
