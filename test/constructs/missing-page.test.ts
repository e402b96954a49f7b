import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingPageCode } from '../../lib/constructs/missing-page';
import { refusal } from '../config/edited';
import { answerTo } from '../helpers/edge-function';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions
const largestCode = 10 * 1024;

const site = join(__dirname, '..', '..', 'site');

describe('the function for what is not there', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(process.env.TMPDIR ?? '/tmp', 'site-'));
    cpSync(site, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const askedFor = (uri: string) => answerTo(uri, missingPageCode(folder));

  test('lets a new file through once it is there, and nothing that is not uploaded', () => {
    expect(askedFor('/new/page.html')).toMatchObject({ statusCode: 404 });
    mkdirSync(join(folder, 'new'));
    for (const name of ['page.html', 'notes.md', 'page.ts']) writeFileSync(join(folder, 'new', name), name);
    expect(askedFor('/new/page.html')).toMatchObject({ uri: '/new/page.html' });
    expect(['/new/notes.md', '/new/page.ts', '/tsconfig.json', '/new', '/new/'].map(askedFor)).toEqual(
      Array.from({ length: 5 }, () => expect.objectContaining({ statusCode: 404 })),
    );
  });

  test('shows the page as it is written, whatever it holds', () => {
    const page = '<p title="\'`$x`\\">Nicht gefunden \u2013 \u{1F937}\u2028</p>\n';
    writeFileSync(join(folder, '404.html'), page);
    expect(askedFor('/nothing')).toMatchObject({ body: { encoding: 'text', data: page } });
  });

  test('needs a page', () => {
    rmSync(join(folder, '404.html'));
    expect(refusal(() => missingPageCode(folder)).message).toMatch(/^TAP1041: .*404\.html is missing/);
  });

  test('is refused where it is larger than CloudFront takes, to the byte', () => {
    const spare = largestCode - Buffer.byteLength(missingPageCode(folder));
    const page = join(folder, '404.html');
    const text = missingPageOf(folder);
    writeFileSync(page, `${text}${'.'.repeat(spare)}`);
    expect(Buffer.byteLength(missingPageCode(folder))).toBe(largestCode);
    writeFileSync(page, `${text}${'.'.repeat(spare + 1)}`);
    expect(refusal(() => missingPageCode(folder)).message).toMatch(
      new RegExp(`^TAP1042: .* ${largestCode + 1} bytes; at most ${largestCode} are allowed`),
    );
  });
});

function missingPageOf(folder: string): string {
  return readFileSync(join(folder, '404.html'), 'utf8');
}
