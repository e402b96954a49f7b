import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '@delivery/rehearsal/report/schema';
import { type Figure, list } from './figure';
import { loadMargins, type Margins } from './load-margins';
import { loadWindowSeconds } from './load-window';
import { processTree, proportionalBytes } from './process-tree';
import { median } from './statistics';

/** Minutes for three environments on two cores, everything installed. */
const mostMinutes = 8;
/** All processes of a rehearsal together. */
const mostGibibytes = 2.5;
/** Seconds of a load test before its first answer, and after its last. */
const mostMarginSeconds = 2;
/** Evidence of a whole run. */
const mostEvidenceKilobytes = 200;
/** Seconds in which journeys begin, at least, in each environment. */
const leastLoadSeconds = 30;
const sampleMs = 1_000;
/** Keeps one core busy for as long as its parent lives, however that ends. */
const busyLoop = 'for (const parent = process.ppid; process.ppid === parent; );';

interface Run {
  readonly verdict: Report['verdict'] | 'no report';
  readonly minutes: number;
  readonly peakGibibytes: number;
  /** Seconds of the shortest load among the environments. */
  readonly loadSeconds: number;
  /** What each load test took beside its load. */
  readonly margins: readonly Margins[];
  /** Of all gates together, as the report has them. */
  readonly evidenceKilobytes: number;
  /** The folder of its report, kept where the run was not promoted: that is the first thing to look at. */
  readonly kept?: string;
}

/** Whole rehearsals of the last commit, one after the other. @param busy whether another process keeps one core busy meanwhile */
export async function measureRehearsals(
  root: string,
  count: number,
  busy: boolean,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const load = busy ? spawn(process.execPath, ['-e', busyLoop], { stdio: 'ignore' }) : undefined;
  try {
    const runs: Run[] = [];
    for (let number = 1; number <= count; number += 1) {
      const run = await rehearse(root);
      say(
        `     rehearsal ${number}: ${run.verdict}, ${run.minutes.toFixed(1)} min, ${run.peakGibibytes.toFixed(2)} GiB`,
      );
      if (run.kept !== undefined) say(`     its report: ${run.kept}`);
      runs.push(run);
    }
    return figures(runs, busy);
  } finally {
    load?.kill('SIGKILL');
  }
}

function figures(runs: readonly Run[], busy: boolean): readonly Figure[] {
  const minutes = runs.map((run) => run.minutes);
  const peaks = runs.map((run) => run.peakGibibytes);
  const loads = runs.map((run) => run.loadSeconds);
  const margins = runs.flatMap((run) => run.margins);
  // Without a load nothing was kept.
  const beside = (which: keyof Margins) =>
    margins.length > 0 ? Math.max(...margins.map((one) => one[which])) : Infinity;
  const evidence = runs.map((run) => run.evidenceKilobytes);
  const promoted = runs.filter((run) => run.verdict === 'promoted').length;
  return [
    {
      name: 'rehearsals promoted',
      value: promoted,
      unit: 'runs',
      limit: { atLeast: runs.length },
      detail: `of ${runs.length}`,
    },
    // The time is promised for a machine that does nothing else.
    ...(busy
      ? []
      : [
          {
            name: 'rehearsal, duration',
            value: median(minutes),
            unit: 'min',
            limit: { atMost: mostMinutes },
            detail: list(minutes, 'min'),
          },
        ]),
    {
      name: 'rehearsal, peak memory',
      value: Math.max(...peaks),
      unit: 'GiB',
      limit: { atMost: mostGibibytes },
      detail: 'proportional set size of all processes together',
    },
    {
      name: 'load in each environment',
      value: Math.min(...loads),
      unit: 's',
      limit: { atLeast: leastLoadSeconds },
      detail: 'the shortest time in which journeys began',
    },
    {
      name: "load test, from its job's start to the first answer",
      value: beside('before'),
      unit: 's',
      limit: { atMost: mostMarginSeconds },
      detail: `the longest of ${margins.length}; what a job does after its verdict is in it`,
    },
    {
      name: 'load test, from the last answer to the verdict',
      value: beside('after'),
      unit: 's',
      limit: { atMost: mostMarginSeconds },
      detail: `the longest of ${margins.length}`,
    },
    {
      name: 'evidence of a run',
      value: Math.max(...evidence),
      unit: 'kB',
      limit: { atMost: mostEvidenceKilobytes },
      detail: 'of all its gates',
    },
  ];
}

async function rehearse(root: string): Promise<Run> {
  const out = mkdtempSync(join(tmpdir(), 'bench-rehearsal-'));
  const startedAt = performance.now();
  let peak = 0;
  // Without npm in between: a rehearsal ends when its parent does, however the measurement is interrupted.
  const command = ['scripts/launch.mjs', 'rehearse', 'rehearsal/main.ts', '--yes', '--out', out];
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'ignore' });
  let tree: ReadonlySet<number> = new Set();
  const sampler = setInterval(() => {
    tree = processTree(child.pid ?? 0, tree);
    peak = Math.max(peak, proportionalBytes(tree));
  }, sampleMs);
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearInterval(sampler);
  const minutes = (performance.now() - startedAt) / 60_000;
  const run = { ...readRun(out), minutes, peakGibibytes: peak / 2 ** 30 };
  if (run.verdict !== 'promoted') return { ...run, kept: out };
  rmSync(out, { recursive: true, force: true });
  return run;
}

function readRun(out: string): Omit<Run, 'minutes' | 'peakGibibytes'> {
  try {
    const run = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
    const loads = run.gates.filter(({ gate }) => gate === 'load').map(loadWindowSeconds);
    return {
      verdict: run.verdict,
      loadSeconds: loads.length === 0 ? 0 : Math.min(...loads),
      margins: loadMargins(run),
      evidenceKilobytes: JSON.stringify(run.gates).length / 1000,
    };
  } catch {
    return { verdict: 'no report', loadSeconds: 0, margins: [], evidenceKilobytes: 0 };
  }
}
