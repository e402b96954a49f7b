import type { JobFiles } from '../job-files';
import type { Report } from '../schema';
import { html, Markup } from './markup';
import { script } from './script';
import { actionsSection } from './sections/actions';
import { alarmsSection } from './sections/alarms';
import { approvalsSection } from './sections/approvals';
import { faultsSection } from './sections/faults';
import { gatesSection } from './sections/gates';
import { grantedSection } from './sections/granted';
import { headSection } from './sections/head';
import { pipelineSection } from './sections/pipeline';
import { refusedSection } from './sections/refused';
import { resourcesSection } from './sections/resources';
import { standInsSection } from './sections/stand-ins';
import { toldSection } from './sections/told';
import { updateSection } from './sections/update';
import { warningsSection } from './sections/warnings';
import { style } from './style';

/** The page may run its own script and use its own style, and nothing from anywhere else. */
const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * The report as one page of HTML that needs nothing beside itself: no network, no other file.
 *
 * @param files what actions left beside the page, to be linked to. @default - nothing
 */
export function reportPage(report: Report, files: JobFiles = new Map()): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Rehearsal ${report.verdict}${report.through === undefined ? '' : ` through ${report.through}`}: ${report.commit.slice(0, 10)}</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
${headSection(report, files)}
<main id="main">
${standInsSection(report)}
${pipelineSection(report)}
${faultsSection(report)}
${updateSection(report)}
${toldSection(report)}
${gatesSection(report)}
${approvalsSection(report)}
${alarmsSection(report)}
${grantedSection(report)}
${refusedSection(report)}
${warningsSection(report)}
${actionsSection(report, files)}
${resourcesSection(report)}
</main>
<script>${new Markup(script)}</script>
</body>
</html>
`;
  return page.text;
}
