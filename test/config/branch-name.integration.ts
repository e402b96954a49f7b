import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { branchName } from '../../lib/config/branch-name';

/** Names of the parts that git's rules speak of. */
const names = fc
  .array(
    fc.oneof(
      fc.constantFrom('.', '..', '/', '@', '{', '-', '~', '^', ':', '?', '*', '[', '\\', ' ', '.lock', '\t', '\x7f'),
      fc.constantFrom('main', 'release', 'HEAD', 'refs', 'heads', 'é', '🛒', '1', '_', '#', '%'),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));

/** What git itself says to the name of a new branch. */
function gitTakes(name: string): boolean {
  const { status, stdout } = spawnSync('git', ['check-ref-format', '--branch', name], { encoding: 'utf8' });
  // Another name in the answer means that the text was taken for a way to say one, such as `@{-1}`.
  return status === 0 && stdout === `${name}\n`;
}

test('a name of a branch is taken if and only if git takes it, refs/ at its beginning aside', () => {
  expect(gitTakes('main')).toBe(true);
  expect(gitTakes('my branch ')).toBe(false);
  fc.assert(
    fc.property(names, (name) => {
      expect(branchName.safeParse(name).success).toBe(gitTakes(name) && !name.startsWith('refs/'));
    }),
    {
      numRuns: 300,
      examples: [['@'], ['HEAD'], ['a@b'], ['-a'], ['a.lock/b'], ['a/.b'], ['a.'], ['a/'], ['refs/heads/main']],
    },
  );
});
