import { buildImage } from '../../../../scripts/doctor/looks/build-image';
import { found, pipelineAccount, recording, region, stack } from '../subject';

const { look } = recording();
const project = (Image: string) => ({ Type: 'AWS::CodeBuild::Project', Properties: { Environment: { Image } } });
const pipeline = stack('PipelineStack', {
  A: project('aws/codebuild/standard:7.0'),
  B: project('aws/codebuild/standard:7.0'),
  // A team's own image is no business of CodeBuild's list.
  C: project('111111111111.dkr.ecr.eu-west-1.amazonaws.com/own:1'),
});

/** ListCuratedEnvironmentImages with these. */
function listing(...images: readonly { readonly name: string; readonly versions?: readonly string[] }[]) {
  return () => ({ json: { platforms: [{ platform: 'UBUNTU', languages: [{ language: 'JAVA', images }] }] } });
}

describe('the build image (recorded)', () => {
  const stacks = [pipeline, stack('Dev-Network')];

  test.each([
    ['by its name', { name: 'aws/codebuild/standard:7.0' }],
    ['as a version of another', { name: 'aws/codebuild/standard', versions: ['aws/codebuild/standard:7.0'] }],
  ])('that is listed %s is in order', async (_, image) => {
    expect(await look(buildImage, listing({ name: 'aws/codebuild/standard:5.0' }, image), { stacks })).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 1 },
    });
  });

  test('that is listed no more is found, once, with a newer one', async () => {
    const examination = await look(buildImage, listing({ name: 'aws/codebuild/standard:9.0' }), { stacks });
    expect(found(examination)).toEqual([`TAP6173 account ${pipelineAccount}, ${region}`]);
    expect(examination.findings[0]).toMatchObject({
      what: expect.stringContaining('standard:7.0'),
      todo: expect.stringContaining('standard:9.0'),
    });
  });
});
