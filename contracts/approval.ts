/**
 * Characters that the summary of an environment's gates takes in an approval at most. Three environments side by side, with
 * the figures of their loads, stay below CodePipeline's 1,000.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
export const longestSummary = 64;

/** The same of what is looser than before, once for a wave: all environments of a commit are compared. */
export const longestLooser = 76;

/** Name of the variable in which the last gate of an environment exports what all its gates said. */
export const summaryVariable = 'SUMMARY';

/** And of that in which it says what is looser than before. */
export const looserVariable = 'LOOSER';
