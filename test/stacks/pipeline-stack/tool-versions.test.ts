import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolVersions } from '../../../lib/pipeline/tool-versions';
import { actionsOf, specificationText } from '../../helpers/pipeline-definition';
import { assemblyFolder } from '../../helpers/stacks';

const modules = join(__dirname, '..', '..', '..', 'node_modules');

function installed(name: string): string {
  return (JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as { version: string }).version;
}

/** Whatever the jobs of the pipeline install for themselves. */
function installedByJobs(): readonly string[] {
  const jobs = actionsOf().filter(({ provider }) => provider === 'CodeBuild');
  return jobs.flatMap((job) =>
    [...specificationText(job).matchAll(/npm install -g ([\w@./-]+)/g)].map(([, name]) => name ?? ''),
  );
}

test('the pipeline installs exactly the tools that the repository itself was tested with', () => {
  const { cli, cdkAssets } = toolVersions();
  expect(cli).toBe(installed('aws-cdk'));
  expect(cdkAssets).toBe(installed('cdk-assets'));
  expect([...installedByJobs()].sort()).toEqual([`aws-cdk@${cli}`, `cdk-assets@${cdkAssets}`]);
});

test('this cdk-assets can read the assemblies that this aws-cdk-lib writes', () => {
  const manifest = join(assemblyFolder(), 'PipelineStack.assets.json');
  const program = join(modules, 'cdk-assets', 'bin', 'cdk-assets');
  const listed = execFileSync(process.execPath, [program, 'ls', '--path', manifest], { encoding: 'utf8' });
  const [asset] = Object.keys((JSON.parse(readFileSync(manifest, 'utf8')) as { files: object }).files);
  expect(asset).toBeDefined();
  expect(listed).toContain(asset);
});
