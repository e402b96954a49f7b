import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findBrowser } from '../../../../checks/smoke/browser/find-browser';

const root = mkdtempSync(join(tmpdir(), 'find-browser-'));
const [first, second] = [join(root, 'first'), join(root, 'second')];
const path = [first, '', second].join(delimiter);

function put(folder: string, name: string): string {
  const file = join(folder, name);
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}

beforeEach(() => {
  for (const folder of [first, second]) mkdirSync(folder, { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a machine without browser has none', () => {
  writeFileSync(join(first, 'chromium'), 'no program');
  expect(findBrowser({ PATH: path })).toBeUndefined();
  expect(findBrowser({})).toBeUndefined();
});

test("Chrome's releases come before what may be a snapshot, wherever they lie", () => {
  put(first, 'chromium');
  const chrome = put(second, 'google-chrome');
  expect(findBrowser({ PATH: path })).toBe(chrome);
});

test('of two with one name the first on the PATH is taken', () => {
  const chromium = put(first, 'chromium');
  put(second, 'chromium');
  expect(findBrowser({ PATH: path })).toBe(chromium);
});

test('CHROMIUM_PATH comes before the PATH, and what it names is not looked for', () => {
  put(first, 'chromium');
  expect(findBrowser({ PATH: path, CHROMIUM_PATH: '/opt/browser' })).toBe('/opt/browser');
});
