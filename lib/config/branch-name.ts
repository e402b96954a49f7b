import { z } from 'zod';

/** CodeCommit's limit (https://docs.aws.amazon.com/codecommit/latest/APIReference/API_BranchInfo.html), the shortest of the sources. */
const mostCharacters = 256;

/** What no name of a branch holds: https://git-scm.com/docs/git-check-ref-format */
const forbidden = /[\p{Cc}\p{Cs} ~^:?*[\\]|\.\.|@\{|\/\/|^[/-]|[/.]$|(^|\/)\.|\.lock(\/|$)/u;

/**
 * A branch by its own name, as git takes one: `main`, `release/2.1`.
 *
 * With `refs/heads/` before it git would take it too, as another branch, and the pipeline would wait for that one.
 */
export const branchName = z
  .string()
  .min(1)
  .max(mostCharacters)
  .refine(
    (name) => !forbidden.test(name) && name !== 'HEAD',
    'expected a branch as git names it: no spaces, none of ~^:?*[\\, no "..", no part that begins with a dot or ends with ".lock", no slash or dot at the end',
  )
  .refine((name) => !name.startsWith('refs/'), 'expected the branch alone, such as "main", without "refs/heads/"');
