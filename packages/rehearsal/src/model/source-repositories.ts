/** A source action, as far as it says where its files come from. */
export interface RepositorySource {
  /** Name of the action. */
  readonly name: string;
  /** What tells one repository, or one object of a bucket, from another. A branch does not. */
  readonly repository: string;
}

/**
 * The actions that read another repository than their namesakes, each with the name under which that repository was given: one
 * folder stands for all actions of its repository.
 *
 * @param given names of source actions whose repository lies in a folder of its own
 */
export function givenSources(
  sources: readonly RepositorySource[],
  given: readonly string[],
): ReadonlyMap<string, string> {
  const names = new Map(
    sources.filter(({ name }) => given.includes(name)).map(({ name, repository }) => [repository, name]),
  );
  return new Map(
    sources.flatMap(({ name, repository }) => {
      const under = names.get(repository);
      return under === undefined ? [] : [[name, under] as const];
    }),
  );
}

/** The first action of each repository that nobody gave. One of them may be the rehearsed repository; of two nobody knows which. */
export function untoldSources(
  sources: readonly RepositorySource[],
  given: readonly string[],
): readonly RepositorySource[] {
  const told = givenSources(sources, given);
  const untold = sources.filter(({ name }) => !told.has(name));
  return untold.filter(({ repository }, at) => untold.findIndex((one) => one.repository === repository) === at);
}
