/** How a piece of a line is meant; without colours it is the text alone. */
export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'strong';

const codes: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  dim: [2, 22],
  strong: [1, 22],
};

export type Paint = (tone: Tone, text: string) => string;

/** @param colour false: texts come back as they are */
export function createPaint(colour: boolean): Paint {
  if (!colour) return (_tone, text) => text;
  return (tone, text) => {
    const [on, off] = codes[tone];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}

/** What a program printed must not move the cursor or colour the rest: control characters go. */
export function plain(text: string): string {
  return [...text.replace(ansiSequence, '')].filter((character) => character >= ' ' || character === '\t').join('');
}

const ansiSequence = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, 'g');
