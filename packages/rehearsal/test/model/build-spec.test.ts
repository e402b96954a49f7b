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
      phases: { install: { 'runtime-versions': { nodejs: 24 }, 'run-as': 'builder', commands: ['true'] } },
    });
    expect(spec.notHonoured).toEqual([
      'runtime-versions nodejs 24',
      'run-as builder in phase install',
      'cache /var/cache/npm/**/*',
    ]);
  });

  test.each([
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
