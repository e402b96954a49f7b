import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../../src/command/run-error';
import { OutputFolder } from '../../src/run/output-folder';
import { temporaryFolder } from '../executors/fake-cloud';

const root = temporaryFolder();
let folders = 0;

/** A folder with these files. */
function folder(files: Record<string, string>): string {
  folders += 1;
  const path = join(root, String(folders));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

const report = JSON.stringify({ version: 1, verdict: 'stopped' });

describe('the folder of the report', () => {
  test('is made, held while the rehearsal lasts, and free again afterwards', () => {
    const path = folder({});
    const held = OutputFolder.take(path);
    expect(() => OutputFolder.take(path)).toThrow(new RegExp(`TAP4044.*${process.pid}`));
    held.release();
    OutputFolder.take(path).release();
  });

  test('is cleared of an earlier report, and of nothing else', () => {
    const path = folder({ 'report.json': report, 'jobs/Alpha/log.txt': '', 'notes.txt': 'mine' });
    const held = OutputFolder.take(path);
    expect(existsSync(join(path, 'report.json'))).toBe(true);
    held.clear();
    held.release();
    expect(['report.json', 'jobs'].filter((name) => existsSync(join(path, name)))).toEqual([]);
    expect(readFileSync(join(path, 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('is cleared of what a killed rehearsal has left', () => {
    const path = folder({ '.rehearsal-lock': '999999999', 'jobs/Alpha/log.txt': '' });
    const held = OutputFolder.take(path);
    held.clear();
    held.release();
    expect(existsSync(join(path, 'jobs'))).toBe(false);
  });

  test('is refused as wrong use if it is a file, or lies below one', () => {
    const file = join(folder({ 'notes.txt': 'mine' }), 'notes.txt');
    for (const path of [file, join(file, 'report')]) {
      expect(() => OutputFolder.take(path)).toThrow(
        expect.objectContaining({ code: 'TAP4061', exitCode: exitCodes.wrongUse }),
      );
    }
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('that was made for a rehearsal which wrote nothing goes with it', () => {
    const path = join(folder({}), 'new', 'report');
    OutputFolder.take(path).release();
    expect(existsSync(path)).toBe(false);
  });

  test('that a killed rehearsal had is refused if something older stands there under a name of the report', () => {
    const path = folder({ 'templates/mine.json': 'mine', '.rehearsal-lock': '999999999' });
    utimesSync(join(path, 'templates'), new Date(0), new Date(0));
    expect(() => OutputFolder.take(path)).toThrow(expect.objectContaining({ code: 'TAP4061' }));
    expect(readFileSync(join(path, 'templates/mine.json'), 'utf8')).toBe('mine');
  });

  test('below the folder of a repository itself is refused', () => {
    const path = join(folder({ '.git/HEAD': 'ref: refs/heads/main' }), '.git', 'report');
    expect(() => OutputFolder.take(path)).toThrow(expect.objectContaining({ code: 'TAP4061' }));
    expect(existsSync(path)).toBe(false);
  });

  test.each<Record<string, string>>([
    { 'index.html': 'my page' },
    { 'notes.txt': 'mine' },
    { 'index.html': 'my page', 'notes.txt': 'mine' },
    { 'report.json': '{"mine":true}' },
    { 'templates/a.json': '' },
    { '.git/HEAD': 'ref: refs/heads/main' },
  ])('with files of the user in the way is refused, and they stay: %j', (files) => {
    const path = folder(files);
    expect(() => OutputFolder.take(path)).toThrow(
      expect.objectContaining({ code: 'TAP4061', exitCode: exitCodes.wrongUse }),
    );
    for (const [name, text] of Object.entries(files)) expect(readFileSync(join(path, name), 'utf8')).toBe(text);
  });

  test('that can not be made is told', () => {
    const longerThanAnyName = 'x'.repeat(1_000);
    const path = join(folder({}), longerThanAnyName);
    expect(() => OutputFolder.take(path)).toThrow(expect.objectContaining({ code: 'TAP4056' }));
  });
});
