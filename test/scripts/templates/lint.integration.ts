import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintTemplates } from '../../../scripts/templates/lint';
import type { StackOfAssembly } from '../../../scripts/templates/planted-copies';
import { stackWith } from './support';

/** As cfn-lint: an error for each bucket whose name has a capital letter; a note of its arguments and variables. */
const cfnLint = `
const [files, resources] = read(args.slice(args.indexOf('--template') + 1));
fs.writeFileSync(path.join(home, \`cfn-lint\${args[args.indexOf('--regions') + 1]}.json\`), JSON.stringify({ args, env: Object.keys(process.env).sort() }));
console.log(JSON.stringify(resources
  .filter(({ name }) => /[A-Z]/.test(name))
  .map(({ file, id }) => ({ Filename: file, Message: 'a bad name', Rule: { Id: 'E3031' }, Location: { Path: ['Resources', id, 'Properties', 'BucketName'] } }))));
process.exit(2);`;

/** As checkov: a finding for each bucket without an access log. */
const checkov = `
const [files, resources] = read(fs.readdirSync('.').filter((file) => file.endsWith('.template.json')));
const failed_checks = resources
  .filter(({ logged }) => !logged)
  .map(({ file, id }) => ({ check_id: 'CKV_AWS_18', check_name: 'No access log', file_path: '/' + file, resource: 'AWS::S3::Bucket.' + id }));
console.log(JSON.stringify({ check_type: 'cloudformation', results: { failed_checks, skipped_checks: [] } }));`;

const common = `#!${process.execPath}
const fs = require('node:fs'), path = require('node:path');
const args = process.argv.slice(2), home = path.dirname(process.argv[1]);
function read(files) {
  return [files, files.flatMap((file) => Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')).Resources)
    .map(([id, { Properties: { BucketName: name, LoggingConfiguration: logged } }]) => ({ file, id, name, logged })))];
}`;

const good = { BucketName: 'files', LoggingConfiguration: {} };
const reason = 'This is a reason that somebody can read.';

describe('the linters of templates', () => {
  let work: string;
  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), 'lint-'));
    program('cfn-lint', common + cfnLint);
    program('checkov', common + checkov);
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));

  function program(name: string, text: string): void {
    writeFileSync(join(work, name), text);
    chmodSync(join(work, name), 0o755);
  }

  function lint(stacks: readonly StackOfAssembly[], explained = ['Api/Logs']): ReturnType<typeof lintTemplates> {
    const page = join(work, 'findings.md');
    const rows = (id: string, places: readonly string[]) =>
      places.map((place) => `| \`${id}\` | \`${place}\` | ${reason} |`).join('\n');
    writeFileSync(
      page,
      `## cfn-lint\n| id | where | why |\n|---|---|---|\n${rows('W3005', ['Edge/Files/*'])}\n` +
        `## checkov\n| id | where | why |\n|---|---|---|\n${rows('CKV_AWS_18', explained)}\n`,
    );
    const programs = { 'cfn-lint': join(work, 'cfn-lint'), checkov: join(work, 'checkov') };
    return lintTemplates({ stacks, page, programs, folder: join(work, 'copies') });
  }

  test('stop at a fault of either', async () => {
    await expect(lint([stackWith(good), stackWith({ ...good, BucketName: 'Files' })])).rejects.toThrow(
      /^TAP2051: 1 findings [\s\S]*cfn-lint E3031 Edge\/Files\/Bucket: .*a bad name/,
    );
    await expect(lint([stackWith({ BucketName: 'files' })])).rejects.toThrow(
      /^TAP2051: 1 findings [\s\S]*checkov CKV_AWS_18 Edge\/Files\/Bucket: No access log/,
    );
  });

  test('let what is explained pass, and stop at an explanation that nothing needs', async () => {
    const withWarning = cfnLint.replace('/[A-Z]/.test(name)', '/[A-Z]|noted/.test(name)').replace("'E3031'", "'W3005'");
    program('cfn-lint', common + withWarning);
    const stacks = [stackWith({ BucketName: 'noted' })];
    expect(await lint(stacks, ['Edge/*'])).toMatchObject({
      templates: 1,
      findings: [{ id: 'W3005' }, { id: 'CKV_AWS_18' }],
    });
    await expect(lint(stacks, ['Edge/*', 'Api/Logs'])).rejects.toThrow(/^TAP2055: [\s\S]*CKV_AWS_18 Api\/Logs$/);
  });

  test('hold each template against its own region, and take neither variables nor silences', async () => {
    await expect(lint([stackWith(good), stackWith(good, 'eu-west-1')])).rejects.toThrow(/^TAP2055/);
    for (const [region, file] of [
      ['us-east-1', '0.template.json'],
      ['eu-west-1', '1.template.json'],
    ]) {
      const { args, env } = JSON.parse(readFileSync(join(work, `cfn-lint${region}.json`), 'utf8'));
      expect(args.join(' ')).toMatch(new RegExp(`--mandatory-checks E W --template ${file}$`));
      expect(env).toEqual(['HOME', 'LANG', 'PATH']);
    }
  });

  test('are refused when one does not look at a template, says nothing, or is not there', async () => {
    program('checkov', `${common}${checkov.replace(".endsWith('.template.json')", ".startsWith('0.')")}`);
    await expect(lint([stackWith(good), stackWith({ ...good, a: 1 })])).rejects.toThrow(
      /^TAP2052: checkov did not report/,
    );
    program('checkov', '#!/bin/sh\necho "no such module" >&2; exit 1');
    await expect(lint([stackWith(good)])).rejects.toThrow(
      /^TAP2052: .*checkov printed no findings [\s\S]*no such module$/,
    );
    rmSync(join(work, 'checkov'));
    await expect(lint([stackWith(good)])).rejects.toThrow(/^TAP2052: .*npm run lint:templates[\s\S]*ENOENT/);
  });

  test('are refused without a single template', async () => {
    await expect(lint([])).rejects.toThrow(/^TAP2053/);
  });
});
