/**
 * Runtimes of CodeBuild's Linux images, those of older images included
 * (https://docs.aws.amazon.com/codebuild/latest/userguide/runtime-versions.html, in the middle of 2026).
 */
const versions: Readonly<Record<string, readonly string[]>> = {
  android: ['28', '29'],
  docker: ['18', '19'],
  dotnet: ['3.1', '5.0', '6.0', '8.0', '10.0'],
  golang: ['1.12', '1.13', '1.14', '1.15', '1.16', '1.18', '1.20', '1.21', '1.22', '1.23', '1.24', '1.25', '1.26'],
  java: ['openjdk8', 'openjdk11', 'corretto8', 'corretto11', 'corretto17', 'corretto21', 'corretto25'],
  nodejs: ['8', '10', '12', '14', '16', '18', '20', '22', '24'],
  php: ['7.3', '7.4', '8.0', '8.1', '8.2', '8.3', '8.4', '8.5'],
  python: ['3.7', '3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14'],
  ruby: ['2.6', '2.7', '3.1', '3.2', '3.3', '3.4'],
};

/** How far above the newest version that is known here another one may be, in the number in which they differ first: CodeBuild goes on. */
const headroom = 2;

/**
 * Why CodeBuild would have no such runtime; undefined if it may have it. A version may be named in full, by its first numbers, with
 * an `x` for the rest, or as `latest`.
 */
export function noRuntime(runtime: string, version: string): string | undefined {
  const known = versions[runtime];
  if (known === undefined) return `CodeBuild has no runtime ${runtime}; it has ${Object.keys(versions).join(', ')}`;
  const asked = version.replace(/\.x$/, '');
  if (version === 'latest' || known.some((one) => begins(one, asked) || begins(asked, one))) return undefined;
  const alike = known.filter((one) => wordOf(one) === wordOf(asked)).map(numbersOf);
  if (alike.length > 0 && isNewer(numbersOf(asked), alike.reduce(newerOf))) return undefined;
  return `CodeBuild has no ${runtime} ${version}; it has ${known.join(', ')}`;
}

/** Whether a version has the numbers of another one before its own: `3.10.2` those of `3.10`, not of `3.1`. */
function begins(version: string, first: string): boolean {
  return version === first || version.startsWith(`${first}.`);
}

/** What stands before the numbers of a version: `corretto` of `corretto21`. */
function wordOf(version: string): string {
  return version.replace(/\d.*$/, '');
}

/** The numbers of a version, in their order: 3 and 14 of `3.14`, 21 of `corretto21`. */
function numbersOf(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}

function newerOf(one: readonly number[], other: readonly number[]): readonly number[] {
  const at = firstDifference(one, other);
  return at === undefined || (one[at] ?? 0) > (other[at] ?? 0) ? one : other;
}

/** Whether a version follows another one closely enough to have come since. */
function isNewer(version: readonly number[], newest: readonly number[]): boolean {
  const at = firstDifference(version, newest);
  if (at === undefined) return false;
  const ahead = (version[at] ?? 0) - (newest[at] ?? 0);
  return ahead > 0 && ahead <= headroom;
}

/** Where two versions differ first; undefined if they don't as far as both say something. */
function firstDifference(one: readonly number[], other: readonly number[]): number | undefined {
  const at = one.findIndex((number, index) => index < other.length && number !== other[index]);
  return at < 0 ? undefined : at;
}
