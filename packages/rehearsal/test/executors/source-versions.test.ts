import { SourceVersions } from '../../src/executors/source-versions';
import { readPipeline } from '../../src/model/read-pipeline';
import { action, deployed, source } from '../engine/definition';

describe('the version of a source', () => {
  const other = { ...source(), Name: 'Other', OutputArtifacts: [{ Name: 'Tools' }] };
  const pipeline = readPipeline(deployed({ Source: [source(), other], Build: [action('Test', 'CodeBuild')] }));
  const versions = new SourceVersions();
  versions.put('e-1', 'Tools', 'v-1');
  versions.put('e-1', 'Tree', 'abc');

  test.each([
    ['e-1', 'Tools', 'v-1'],
    ['e-1', 'Tree', 'abc'],
    ['e-1', 'Synth_Output', 'abc'],
    ['e-1', undefined, 'abc'],
    ['e-2', 'Tree', undefined],
  ])('in execution %s is for %s its own, else that of the first source: %s', (execution, artifact, version) => {
    expect(versions.of(execution, artifact, pipeline)).toBe(version);
  });
});
