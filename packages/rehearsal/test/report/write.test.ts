import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReportBuilder } from '../../src/report/report';
import { report as reportSchema } from '../../src/report/schema';
import { writeReport } from '../../src/report/write';
import { playRun, sampleFacts } from './support/sample';

const builder = new ReportBuilder();
playRun((event) => builder.add(event));
const report = builder.finish(sampleFacts());

describe('writeReport', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('writes both files into a folder that it makes, and nothing else', () => {
    const out = join(folder, 'a', 'b');
    const written = writeReport(out, report);
    expect(readdirSync(out).sort()).toEqual(['index.html', 'report.json']);
    expect(reportSchema.parse(JSON.parse(readFileSync(written.json, 'utf8')))).toEqual(report);
  });

  test('the page links to what the jobs have left in the folder', () => {
    mkdirSync(join(folder, 'jobs/Alpha/Measure/reports'), { recursive: true });
    for (const file of ['log.txt', 'reports/load.html']) writeFileSync(join(folder, 'jobs/Alpha/Measure', file), '');
    const page = readFileSync(writeReport(folder, report).page, 'utf8');
    const links = [...page.matchAll(/<a href="(jobs[^"]*)">([^<]*)</g)].map(([, to, text]) => [to, text]);
    expect(links).toEqual([
      ['jobs/Alpha/Measure/log.txt', 'log.txt'],
      ['jobs/Alpha/Measure/reports/load.html', 'reports/load.html'],
    ]);
  });

  test('replaces an earlier report as a whole', () => {
    writeReport(folder, report);
    writeReport(folder, { ...report, verdict: 'broken', stages: [] });
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      verdict: 'broken',
      stages: [],
    });
    expect(readdirSync(folder).sort()).toEqual(['index.html', 'report.json']);
  });

  test('a folder that can not be made is a coded error that names it', () => {
    const file = join(folder, 'taken');
    writeFileSync(file, '');
    expect(() => writeReport(file, report)).toThrow(/^TAP4030: .*taken/);
  });

  test('leaves no draft behind when a file can not be replaced', () => {
    mkdirSync(join(folder, 'report.json', 'inside'), { recursive: true });
    expect(() => writeReport(folder, report)).toThrow(/^TAP4030/);
    expect(readdirSync(folder)).toEqual(['report.json']);
  });
});
