import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from '../../../scripts/build/assembly';
import { plantCopies, plantedId } from '../../../scripts/templates/planted-copies';
import { stackWith } from './support';

describe('the copies that the tools read', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'copies-')), 'new');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  test('hold the whole template, and one resource more', () => {
    const origin = stackWith({ BucketName: 'files' });
    const [copy] = plantCopies([origin], folder);
    const { Resources } = JSON.parse(readFileSync(join(folder, String(copy?.file)), 'utf8')) as Template;
    const { [plantedId]: planted, ...own } = Resources;
    expect(own).toEqual(origin.stack.template.Resources);
    expect(planted).toBeDefined();
  });

  test('of equal templates are one for each region, and know all the stacks', () => {
    const stacks = [
      stackWith({}),
      stackWith({}, 'us-east-1', 'another'),
      stackWith({}, 'eu-west-1'),
      stackWith({ a: 1 }),
    ];
    const copies = plantCopies(stacks, folder);
    expect(copies.map(({ region, origins }) => [region, origins.map(({ assembly }) => assembly)])).toEqual([
      ['us-east-1', ['cdk.out', 'another']],
      ['eu-west-1', ['cdk.out']],
      ['us-east-1', ['cdk.out']],
    ]);
    expect(readdirSync(folder).sort()).toEqual(copies.map(({ file }) => file).sort());
  });

  test('of nothing are refused: a look at no template is no pass', () => {
    expect(() => plantCopies([], folder)).toThrow(/^TAP2053: .*npm run synth/);
  });
});
