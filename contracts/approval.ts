/**
 * Characters of an approval's text at most, its variables resolved.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
export const longestText = 1_000;

/** Characters of it that the figures of one load take at most. */
export const longestFigures = 160;

/** Characters that what a gate exports takes of it at most. */
export interface ApprovalRoom {
  /** Of what all gates of an environment said. */
  readonly summary: number;
  /** Of what is looser than before, once for a wave: all environments of a commit are compared. */
  readonly looser: number;
}

/** What three environments side by side have, with the longest names and the figures of their loads; others have more. */
export const leastRoom: ApprovalRoom = { summary: 64, looser: 76 };

/** Name of the variable in which the last gate of an environment exports what all its gates said. */
export const summaryVariable = 'SUMMARY';

/** And of that in which it says what is looser than before. */
export const looserVariable = 'LOOSER';
