import { join } from 'node:path';
import type { Thresholds } from '../../loadtests/lib/thresholds';

/** Variables that any program needs to find other programs, temporary space and the way out of a company's network. */
const passedOn = [
  'PATH',
  'TMPDIR',
  'LANG',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

/** What a run of k6 is about. */
export interface LoadSettings {
  readonly profile: string;
  /** Seconds that the load lasts at most. @default - as the profile says */
  readonly loadSeconds?: number | undefined;
  /** The doors that load goes through are those that have thresholds. */
  readonly thresholds: Thresholds;
  readonly siteUrl?: string;
  readonly apiUrl?: string;
  readonly apiKey?: string;
  /** Whether API Gateway may answer what is cacheable from its cache: which image answered then is not asked of such answers. */
  readonly apiCache: boolean;
  readonly runId: string;
  /** An empty folder of this run. */
  readonly folder: string;
}

/** Files that a run leaves in its folder. */
export function runFiles(folder: string): { readonly summary: string; readonly log: string; readonly report: string } {
  return { summary: join(folder, 'summary.json'), log: join(folder, 'k6.log'), report: join(folder, 'report.html') };
}

/**
 * All variables of k6. Made anew rather than passed on: `K6_NO_THRESHOLDS`, `K6_ITERATIONS` and the like would turn
 * a run into a false pass, a configuration in HOME too, and the job's credentials are none of its business. The API key goes
 * this way because arguments can be read by every user of the machine.
 */
export function k6Variables(
  settings: LoadSettings,
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const files = runFiles(settings.folder);
  const env: Record<string, string> = {
    HOME: settings.folder,
    XDG_CONFIG_HOME: settings.folder,
    K6_NO_USAGE_REPORT: 'true',
    // Of the samples; k6 writes whole seconds else.
    K6_CSV_TIME_FORMAT: 'unix_milli',
    K6_WEB_DASHBOARD: 'true',
    // No port: the dashboard would listen on all interfaces.
    K6_WEB_DASHBOARD_PORT: '-1',
    K6_WEB_DASHBOARD_PERIOD: '1s',
    K6_WEB_DASHBOARD_EXPORT: files.report,
    LOAD_PROFILE: settings.profile,
    LOAD_THRESHOLDS: JSON.stringify(settings.thresholds),
    LOAD_API_CACHE: String(settings.apiCache),
    LOAD_RUN_ID: settings.runId,
    LOAD_SUMMARY_FILE: files.summary,
  };
  for (const name of passedOn) {
    const value = variables[name];
    if (value !== undefined) env[name] = value;
  }
  if (settings.loadSeconds !== undefined) env.LOAD_SECONDS = String(settings.loadSeconds);
  if (settings.siteUrl) env.LOAD_SITE_URL = settings.siteUrl;
  if (settings.apiUrl) env.LOAD_API_URL = settings.apiUrl;
  if (settings.apiKey) env.LOAD_API_KEY = settings.apiKey;
  return env;
}
