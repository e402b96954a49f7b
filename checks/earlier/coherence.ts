import type { Evidence } from '../../contracts/evidence';
import type { GateName } from '../../contracts/gates';
import type { LoadSent, LoadWindow } from '../../contracts/load-window';
import type { EnvironmentManifest } from '../../contracts/manifest';
import type { GateContext } from '../gate';
import { doorRequests, requiredFigures } from '../load-test/figures';
import { type Check, checkThat } from '../outcome';
import { goodRoundsFigure } from '../smoke/good-rounds';
import { judgedHere } from '../subject';
import type { Attempt } from './attempts';

/** What the load test exported, which went through the pipeline's variables. */
export interface ExportedLoad {
  readonly window: LoadWindow;
  /** Undefined if it says nothing of what was sent. */
  readonly sent: LoadSent | undefined;
}

/**
 * That the gates before judged what is deployed here, by the limits of this commit, one after the other, and that the load which
 * alarms are judged by is the one of their evidence. Of a gate without evidence others speak.
 */
export function coherenceChecks(
  { settings, manifest }: Pick<GateContext, 'settings' | 'manifest'>,
  { window, sent }: ExportedLoad,
  attempts: readonly Attempt[],
): Check[] {
  const newest = (gate: GateName) => attempts.filter((attempt) => attempt.gate === gate).at(-1)?.evidence;
  const [smoke, load] = [newest('smoke'), newest('load')];
  const here = judgedHere(settings, manifest);
  const found = [smoke, load].filter((evidence) => evidence !== undefined);
  return [
    ...found.flatMap((evidence) =>
      Object.entries(here).map(([what, wanted]) =>
        checkThat(
          `the ${evidence.gate} gate judged the ${what} of this environment`,
          evidence.subject[what] === wanted,
          `The evidence of the ${evidence.gate} gate is of ${what} ${evidence.subject[what] ?? 'that it does not name'}; here it is ${wanted}.`,
        ),
      ),
    ),
    ...found.map((evidence) => limitsCheck(evidence, manifest)),
    ...(smoke && load ? [orderCheck(smoke, load)] : []),
    ...(load ? [windowCheck(load, window), sentCheck(load, sent, manifest)] : []),
  ];
}

function limitsCheck(evidence: Evidence, { load }: EnvironmentManifest): Check {
  const required = evidence.gate === 'load' ? requiredFigures(load) : [goodRoundsFigure];
  const other = required.find(
    ({ name, limit }) =>
      !evidence.measurements.some((one) => one.name === name && JSON.stringify(one.limit) === JSON.stringify(limit)),
  );
  return checkThat(
    `the ${evidence.gate} gate held to the limits of this commit`,
    other === undefined,
    `The evidence of the ${evidence.gate} gate has no "${other?.name}" with the limit ${JSON.stringify(other?.limit)} of this commit.`,
  );
}

function orderCheck(smoke: Evidence, load: Evidence): Check {
  return checkThat(
    'the gates ran one after the other',
    // Between two actions CodePipeline starts a machine, which takes longer than clocks differ.
    smoke.endedAt <= load.startedAt,
    `The smoke test ended at ${smoke.endedAt}, and the load test began before, at ${load.startedAt}.`,
  );
}

function windowCheck(load: Evidence, { build, startedAt, endedAt }: LoadWindow): Check {
  const [from, to] = [startedAt.toISOString(), endedAt.toISOString()];
  const { answered = '' } = load.subject;
  const [first, last] = answered.split('/');
  const within = from >= load.startedAt && to <= load.endedAt;
  const around = first !== undefined && last !== undefined && from <= first && to >= last;
  return checkThat(
    'the load is the one of the evidence',
    build === load.build.id && within && around,
    `LOAD_WINDOW is of ${build}, from ${from} to ${to}; the newest evidence of a load is of ${load.build.id}, ` +
      `from ${load.startedAt} to ${load.endedAt}, answered ${answered || 'it does not say when'}.`,
  );
}

function sentCheck(load: Evidence, sent: LoadSent | undefined, manifest: EnvironmentManifest): Check {
  const measured = Object.keys(manifest.load.thresholds).map((door): [string, number | undefined] => [
    door,
    load.measurements.find(({ name }) => name === doorRequests(door))?.value,
  ]);
  return checkThat(
    'what was sent is what was measured',
    measured.every(([door, requests]) => requests !== undefined && sent?.doors[door] === requests),
    `LOAD_SENT says ${JSON.stringify(sent?.doors ?? {})}; the evidence of the load has ${JSON.stringify(Object.fromEntries(measured))}.`,
  );
}
