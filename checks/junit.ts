import { XMLBuilder } from 'fast-xml-parser';
import type { Check } from './outcome';

/** Characters that XML 1.0 has no form for, whatever the escape. */
const notInXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/**
 * A gate's checks as JUnit XML, for the report tab of CodeBuild.
 *
 * @param suite name of the suite, for example `Dev smoke`
 */
export function toJUnit(suite: string, checks: readonly Check[], seconds: number): string {
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true });
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      testsuite: {
        '@name': clean(suite),
        '@tests': checks.length,
        '@failures': count('failed'),
        '@errors': count('not judged'),
        '@skipped': count('excused') + count('not counted'),
        '@time': seconds.toFixed(3),
        testcase: checks.map((check) => testCase(suite, check)),
      },
    },
  });
}

const element = { failed: 'failure', 'not judged': 'error', excused: 'skipped', 'not counted': 'skipped' } as const;

function testCase(suite: string, check: Check): Record<string, unknown> {
  const attributes = {
    '@classname': clean(suite),
    '@name': clean(check.name),
    '@time': (check.seconds ?? 0).toFixed(3),
  };
  if (check.status === 'passed') return attributes;
  return { ...attributes, [element[check.status]]: { '@message': clean(check.detail ?? check.status) } };
}

function clean(text: string): string {
  return text.replace(notInXml, '\uFFFD');
}
