import { readFileSync } from 'node:fs';
import { CodedError } from '@delivery/coded-error';
import { type TemplateFinding, type Tool, tools } from './findings';

/** Why a finding is right and no defect. */
export interface Explanation {
  readonly tool: Tool;
  readonly id: string;
  /** As `TemplateFinding.place`; `*` stands for any text. */
  readonly place: string;
}

/** Ids that may be explained. cfn-lint's errors may not: they are what AWS refuses. */
const explainable: Readonly<Record<Tool, RegExp>> = { 'cfn-lint': /^W\d{4}$/, checkov: /^CKV2?_\w+$/ };

/**
 * Reads the explained findings: the tables below the headings `cfn-lint` and `checkov`, with the columns id, places, reason.
 *
 * @throws CodedError TAP2054 if a table is missing or a row says something else
 */
export function readExplanations(file: string): readonly Explanation[] {
  const sections = readFileSync(file, 'utf8').split(/^## /m);
  return tools.flatMap((tool) => {
    const section = sections.find((text) => text.split('\n')[0]?.trim() === tool) ?? '';
    const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
    if (rows.length === 0) throw new CodedError('TAP2054', `${file}: there is no table below "## ${tool}"`);
    return rows.flatMap((row) => rowOf(tool, row, file));
  });
}

function rowOf(tool: Tool, row: string, file: string): readonly Explanation[] {
  const [, id = '', places = '', reason = ''] = /^\| `([^`]+)` \| ((?:`[^`]+`(?:, )?)+) \| (.+) \|$/.exec(row) ?? [];
  if (!explainable[tool].test(id) || reason.trim().length < 20) {
    throw new CodedError(
      'TAP2054',
      `${file}: "${row}" is no explanation of a finding of ${tool}; allowed: an id like ${explainable[tool].source}, places in backquotes with commas between them, and a reason`,
    );
  }
  return [...places.matchAll(/`([^`]+)`/g)].map(([, place = '']) => ({ tool, id, place }));
}

/** Whether an explanation is about this finding. */
export function explains({ tool, id, place }: Explanation, finding: TemplateFinding): boolean {
  const pattern = place.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return tool === finding.tool && id === finding.id && new RegExp(`^${pattern}$`).test(finding.place);
}
