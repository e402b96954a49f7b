import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { provideSdk } from '../../../src/cloud/emulator/sdk-for-functions';

const folder = mkdtempSync(join(tmpdir(), 'sdk-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => provideSdk(folder));

let functions = 0;
/** What a function's module says, which lies as deep as the emulator puts it. */
function say(name: string, text: string): string {
  const file = join(folder, 'tmp', `function-${functions++}`, 'code', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const env = { PATH: process.env.PATH ?? '' };
  return execFileSync(process.execPath, ['--no-warnings', file], { env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

const commonJs = (name: string) => `console.log(Object.keys(require('${name}')).join(' '))`;
const esm = (name: string) => `import * as all from '${name}'; console.log(Object.keys(all).join(' '))`;

describe('a function of the emulator', () => {
  test.each([
    ['a CommonJS module', 'index.js', commonJs],
    ['a CommonJS module by name', 'index.cjs', commonJs],
    ['an ES module', 'index.mjs', esm],
  ])('finds the AWS SDK that its runtime brings, as %s', (_what, file, importing) => {
    const clients = {
      '@aws-sdk/client-dynamodb': 'DynamoDBClient',
      '@aws-sdk/lib-dynamodb': 'DynamoDBDocumentClient',
      '@aws-sdk/client-sqs': 'SQSClient',
      '@aws-sdk/client-s3': 'S3Client',
      '@smithy/core': 'normalizeProvider',
    };
    for (const [name, member] of Object.entries(clients))
      expect(say(file, importing(name)).split(' ')).toContain(member);
  });

  test.each(['zod', 'yaml', 'undici', '@delivery/coded-error'])(
    'does not find what this package needs beside it, because Lambda does not bring it: %s',
    (name) => {
      expect(() => say('index.js', commonJs(name))).toThrow(`Cannot find module '${name}'`);
      expect(() => say('index.mjs', esm(name))).toThrow('ERR_MODULE_NOT_FOUND');
    },
  );

  test('has what it brings itself, before what the runtime brings', () => {
    const own = join(folder, 'tmp', 'own', 'node_modules', '@aws-sdk', 'client-s3');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'index.js'), 'module.exports = { mine: 1 }');
    const file = join(folder, 'tmp', 'own', 'index.js');
    writeFileSync(file, commonJs('@aws-sdk/client-s3'));
    expect(execFileSync(process.execPath, [file], { encoding: 'utf8' }).trim()).toBe('mine');
  });
});

test('the SDK may be put in a place where it is already', async () => {
  await provideSdk(folder);
  expect(say('index.js', commonJs('@aws-sdk/client-s3'))).toContain('S3Client');
});
