import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { AssemblyStack } from './assembly';

/** One finding of a validation, at one construct. */
export interface Finding {
  /** Who found it, for example `AwsSolutions`. */
  readonly plugin: string;
  readonly rule: string;
  readonly description: string;
  readonly construct: string;
  /** Why it is right as it is; absent where nobody acknowledged it. */
  readonly reason?: string;
  /** Path of the construct that acknowledges it; absent for the app and where nobody did. */
  readonly acknowledgedAt?: string;
}

/** What the CDK wrote about all validations of one synth. */
export interface Findings {
  readonly findings: readonly Finding[];
  /** Construct paths of the stacks that were looked at. */
  readonly stacks: readonly string[];
}

interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly reason?: string;
  readonly acknowledgedAt?: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
}

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly metadata?: { readonly stacks?: string };
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly Violation[];
  }[];
}

/** Reads `validation-report.json`; without one (synth failed before it) there is nothing. */
export function readFindings(folder: string): Findings {
  const file = join(folder, 'validation-report.json');
  if (!existsSync(file)) return { findings: [], stacks: [] };
  const { pluginReports } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return {
    findings: pluginReports.flatMap(({ pluginName, violations, suppressedViolations = [] }) =>
      [...violations, ...suppressedViolations].flatMap(
        ({ violatingConstructs, ruleName, description, ...acknowledged }) =>
          violatingConstructs.map(({ constructPath }) => ({
            plugin: pluginName,
            rule: ruleName,
            description,
            construct: constructPath ?? '(app)',
            reason: acknowledged.reason,
            acknowledgedAt: acknowledged.acknowledgedAt,
          })),
      ),
    ),
    stacks: pluginReports.flatMap(({ metadata }) => metadata?.stacks?.split(' ') ?? []),
  };
}

/** @throws CodedError TAP2004 if a stack of the assembly was not looked at */
export function requireEveryStack(stacks: readonly AssemblyStack[], { stacks: seen }: Findings): void {
  const missing = stacks.map(({ path }) => path).filter((path) => !seen.includes(path));
  if (stacks.length === 0 || missing.length > 0) {
    throw new CodedError(
      'TAP2004',
      `validation-report.json does not name ${missing.join(', ') || 'a single stack'}; register the checks once, at the app`,
    );
  }
}

/** The findings as JUnit, for CodeBuild's report tab: an acknowledged one is skipped, with its reason. */
export function findingsAsJUnit(findings: readonly Finding[]): string {
  const open = findings.filter(({ reason }) => reason === undefined).length;
  const cases = findings.map(({ construct, rule, description, reason }) => {
    const verdict = reason === undefined ? 'failure' : 'skipped';
    return `  <testcase classname="${escapeXml(construct)}" name="${escapeXml(rule)}"><${verdict} message="${escapeXml(reason ?? description)}"/></testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="validation" tests="${findings.length}" failures="${open}" skipped="${findings.length - open}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => entities[character] ?? character);
}
