import type { Report } from '../schema';

/** The report as one page of HTML that needs nothing beside itself. */
export function reportPage(report: Report): string {
  return `<!doctype html><meta charset="utf-8"><title>Rehearsal: ${report.verdict}</title>`;
}
