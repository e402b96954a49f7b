import { join } from 'node:path';
import { readApiKey } from '../api-key';
import { assumeRole } from '../assume-role';
import type { Gate } from '../gate';
import { readLoadChoice } from '../gate-settings';
import type { Results } from '../results';
import { exportedFigures, notMeasured } from './figures';
import { K6Summary } from './k6-summary';
import type { LoadRecord } from './load-record';
import { runLoad } from './load-run';
import { judgeLoad } from './verdict';

interface Choice {
  readonly profile?: string;
}

/** The environment's load profile through both public doors, judged by more than k6's word. */
export const loadGate: Gate<Choice> = {
  name: 'load',
  prepare(results) {
    const now = new Date().toISOString();
    for (const name of ['LOAD_STARTED_AT', 'LOAD_ENDED_AT']) results.writeExport(name, now);
    for (const name of ['P95_MS', 'ERROR_RATE', 'REQUESTS']) results.writeExport(name, notMeasured);
  },
  readExtra: readLoadChoice,
  async judge({ job, settings, manifest, loopback, results }, choice) {
    const { journey, thresholds } = manifest.load;
    const profile = choice.profile ?? manifest.load.profile;
    job.say(`  Journey ${journey} with profile ${profile}, through ${Object.keys(thresholds).join(' and ')}.`);
    const credentials = assumeRole(settings.gateRoleArn, `load-${settings.execution}`);
    const record = await runLoad({
      k6: join(job.programFolder, 'k6'),
      loadtests: join(job.programFolder, 'loadtests'),
      journey,
      profile,
      loadSeconds: loopback.loadSeconds,
      thresholds,
      siteUrl: settings.siteUrl,
      apiUrl: settings.apiUrl,
      apiKey: await readApiKey(settings.apiKeyId, manifest.region, credentials),
      reportFile: results.loadReport,
      variables: job.variables,
      say: job.say,
      signal: job.signal,
    });
    exportFigures(record, results);
    return judgeLoad(record);
  },
  ownFiles: (results) => results.ownFiles(results.loadReport),
};

function exportFigures(record: LoadRecord, results: Results): void {
  let summary: K6Summary | undefined;
  try {
    summary = K6Summary.parse(record.summary, record.runId);
  } catch {
    // The verdict says what is wrong with it.
  }
  for (const [name, value] of Object.entries(exportedFigures(record, summary))) results.writeExport(name, value);
  results.writeExport('LOAD_STARTED_AT', record.startedAt.toISOString());
  results.writeExport('LOAD_ENDED_AT', record.endedAt.toISOString());
}
