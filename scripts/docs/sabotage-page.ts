import { gateNames, gates } from '../../contracts/gates';
import type { Case, CaseGate } from '../../test/sabotage/case';
import { cases } from '../../test/sabotage/cases/all';
import { notTried } from '../../test/sabotage/not-tried';

function of<Kind extends Case['kind']>(kind: Kind): Extract<Case, { kind: Kind }>[] {
  return cases.filter((one): one is Extract<Case, { kind: Kind }> => one.kind === kind);
}

/** The score in one sentence, as the README has it. */
export function score(): string {
  const counted = of('sabotage').filter(({ variant }) => !variant);
  return `${counted.length} planted faults are stopped and ${of('neighbour').length} harmless changes pass`;
}

/** `docs/sabotage.md`: what is planted, by gate, and what is not stopped. */
export function sabotagePage(): string {
  const byGate = (['synth', 'image', ...gateNames] as const).flatMap((gate) => [
    `## The ${titleOf(gate)}`,
    '',
    'Stopped:',
    '',
    ...bullets(of('sabotage').filter((one) => one.gate === gate)),
    '',
    'Passes, as it must:',
    '',
    ...bullets(of('neighbour').filter((one) => one.gate === gate)),
    '',
  ]);
  const known = of('gap').map(({ gate, name, why }) => `- ${capital(name)} (${titleOf(gate)}). ${why}`);
  return [
    '# Sabotage',
    '',
    `\`npm run sabotage\` plants each fault below, one at a time, and runs the real gate: ${score()}.`,
    '',
    "The gates are the programs that the build bundles, and load comes from k6. The strict synth is the checks of the real one over a small app; the image's contract is that of the image job over a small image, whose containers are processes. The shop and AWS are small ones on this machine: [`test/sabotage/`](../test/sabotage/).",
    '',
    'A fault counts only if a reason of the gate names it, and no two may be stopped by the same words: one edit of a gate would let both through. Where one line stops many, one of them is counted; the others are tried all the same.',
    '',
    'What is marked *(in a browser)* is tried where this machine has one. Elsewhere the command names these cases as not tried, and ends with 3.',
    '',
    '*Made from the cases by `npm run docs`. The last line of `npm run sabotage` says how many are as they have to be.*',
    '',
    '## Not stopped',
    '',
    ...known,
    ...notTried.map(({ what, why }) => `- ${what}. ${why}`),
    '',
    ...byGate,
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function titleOf(gate: CaseGate): string {
  if (gate === 'synth') return 'strict synth';
  return gate === 'image' ? "image's contract" : gates[gate].title;
}

function bullets(some: readonly Case[]): string[] {
  const marks = (one: Case) =>
    `${one.inBrowser ? ' *(in a browser)*' : ''}${'variant' in one && one.variant ? ' *(not counted)*' : ''}`;
  return some.map((one) => `- ${capital(one.name)}${marks(one)}`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
