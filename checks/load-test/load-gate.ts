import { join } from 'node:path';
import { type LoadWindow, notMeasured, windowText } from '../../contracts/load-window';
import { readApiKey } from '../api-key';
import { assumeRole } from '../assume-role';
import type { Gate } from '../gate';
import { readLoadChoice } from '../gate-settings';
import type { Results } from '../results';
import { type ExportedFigures, exportedFigures } from './figures';
import type { LoadRecord } from './load-record';
import { runLoad } from './load-run';
import { Samples } from './samples';
import { judgeLoad, needsMoreSamples } from './verdict';

interface Choice {
  readonly profile?: string;
}

/** The environment's load profile through both public doors, judged by more than k6's word. */
export const loadGate: Gate<Choice> = {
  name: 'load',
  prepare(results) {
    for (const name of ['LOAD_WINDOW', 'LOAD_SENT', 'LOAD_FIGURES']) results.writeExport(name, notMeasured);
  },
  readExtra: readLoadChoice,
  async judge({ job, settings, manifest, loopback, results }, choice) {
    const { journey, steps, thresholds } = manifest.load;
    const profile = choice.profile ?? manifest.load.profile;
    job.say(`  Journey ${journey} with profile ${profile}, through ${Object.keys(thresholds).join(' and ')}.`);
    const credentials = assumeRole(settings.gateRoleArn, `load-${settings.execution}`);
    const test = {
      k6: join(job.programFolder, 'k6'),
      loadtests: join(job.programFolder, 'loadtests'),
      journey,
      steps,
      profile,
      loadSeconds: loopback.loadSeconds,
      thresholds,
      revision: manifest.revision,
      apiCache: manifest.apiCache,
      siteUrl: settings.siteUrl,
      apiUrl: settings.apiUrl,
      apiKey: await readApiKey(settings.apiKeyId, manifest.region, credentials),
      reportFile: results.loadReport,
      variables: job.variables,
      say: job.say,
      signal: job.signal,
    };
    const record = await runLoad(test, needsMoreSamples);
    const outcome = judgeLoad(record);
    exportFigures(record, exportedFigures(record), results, {
      environment: settings.environment,
      execution: settings.execution,
      build: settings.build.id,
    });
    const revision = manifest.revision ?? 'not told';
    return {
      ...outcome,
      subject: { profile, journey, revision, generator: record.generator, answered: answered(record) },
    };
  },
  ownFiles: (results) => results.ownFiles(results.loadReport),
};

/** When the first and the last answer came, so that anybody can see how long it took to begin and to judge. */
function answered(record: LoadRecord): string {
  const span = Samples.of(record.runs.map((run) => run.samples)).span;
  return span ? `${span.first.toISOString()}/${span.last.toISOString()}` : 'never';
}

function exportFigures(
  record: LoadRecord,
  figures: ExportedFigures,
  results: Results,
  sender: Pick<LoadWindow, 'environment' | 'execution' | 'build'>,
): void {
  for (const [name, value] of Object.entries(figures)) results.writeExport(name, value);
  results.writeExport('LOAD_WINDOW', windowText({ ...sender, startedAt: record.startedAt, endedAt: record.endedAt }));
}
