import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { leadingOlderSdks } from '../../src/executors/codebuild/older-sdks';

const folder = mkdtempSync(join(tmpdir(), 'older sdks '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  const file = join(folder, 'node_modules', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The core of an SDK that says what it was told, put together as that of version 2 is. */
const core = (VERSION: string, more = 'Service: class {}') => `
  const told = {};
  module.exports = { VERSION: '${VERSION}', told, ${more}, config: { update: (more) => Object.assign(told, more) } };
`;
write('aws-sdk/lib/core.js', core('2.1693.0'));
write('aws-sdk/lib/aws.js', "module.exports = require('./core');");
write('aws-sdk/clients/s3.js', "module.exports = require('../lib/core');");
write('aws-sdk/package.json', '{"main":"lib/aws.js"}');
write('later-sdk/core.js', core('3.1.0'));
write('other/core.js', core('2.0.0', 'Other: class {}'));

/** What a module was told in a program of a job with these variables. */
function told(module: string, variables: Readonly<Record<string, string>>, given?: string): Record<string, unknown> {
  const program = `console.log(JSON.stringify(require('${module}').told))`;
  const env = { PATH: process.env.PATH ?? '', ...variables, ...leadingOlderSdks(given) };
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: folder, env, encoding: 'utf8' }));
}

describe('the AWS SDK for JavaScript v2', () => {
  const endpoint = 'http://127.0.0.1:4566';
  const job = { AWS_ENDPOINT_URL: endpoint };

  test.each(['aws-sdk', 'aws-sdk/clients/s3', 'aws-sdk/lib/core.js'])(
    'is led to the endpoint of a job: %s',
    (module) => {
      expect(told(module, job)).toMatchObject({ endpoint, s3ForcePathStyle: true });
    },
  );

  test('is led there beside what else Node is told', () => {
    expect(told('aws-sdk', job, '--no-deprecation')).toMatchObject({ endpoint });
    expect(leadingOlderSdks('--no-deprecation').NODE_OPTIONS).toMatch(/^--no-deprecation --require "/);
  });

  test.each([
    ['another version', 'later-sdk/core', job],
    ['another program', 'other/core', job],
    ['the SDK, where there is no endpoint', 'aws-sdk', {}],
  ])('is not taken for %s', (_what, module, variables) => {
    expect(told(module, variables)).toEqual({});
  });
});
