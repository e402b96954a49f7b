import { stripVTControlCharacters } from 'node:util';

/** Lines in which the tools of a build say what is wrong, whatever they say before and after. */
const telling: readonly RegExp[] = [
  // An error with a code of a catalogue, as programs of this kind print it.
  /^(?:\w*Error: )?[A-Z]{2,6}\d{3,5}: /,
  // The CDK's annotations.
  /^\[(?:error|warning) at /i,
  // TypeScript.
  /\berror TS\d+: /,
  // A step or a test file that failed, and a failed test of Jest, by its names.
  /^\s*FAIL /,
  /^\s*● (?!Console\b)/,
  // Biome, by file and rule.
  /^\S+:\d+:\d+ \S+ ━/,
  // What a program has thrown.
  /^(?:Uncaught )?\w*Error: /,
];

/** A finding of the CDK's validation, cdk-nag's among them: the next line says of which construct. */
const finding = /^(?:ERROR|WARNING) /;

/** How many of them are shown: what comes first is mostly why the rest comes. */
const shown = 10;
/** How many of the last lines are shown where none is telling. */
const lastLines = 8;

/** The lines of a failed command's output in which it says why, each once; its last ones if there are none. */
export function tellingLines(output: readonly string[]): readonly string[] {
  const lines = output.map((line) => stripVTControlCharacters(line).trimEnd()).filter((line) => line !== '');
  const tells = (line: string) => finding.test(line) || telling.some((pattern) => pattern.test(line));
  const found = lines.filter(
    (line, index) => finding.test(lines[index - 1] ?? '') || (tells(line) && lines.indexOf(line) === index),
  );
  return found.length === 0 ? lines.slice(-lastLines) : found.slice(0, shown);
}
