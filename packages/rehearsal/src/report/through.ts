import type { Report } from './schema';

/**
 * How far a promoted run went, where that is not the pipeline's end.
 *
 * @returns the last stage of which something was run; undefined if none came after it, or the run was not promoted
 */
export function throughOf({ verdict, stages }: Pick<Report, 'verdict' | 'stages'>): string | undefined {
  if (verdict !== 'promoted') return undefined;
  const last = stages.findLastIndex(({ verdict: stage }) => stage !== 'not run');
  return last === stages.length - 1 ? undefined : stages[last]?.name;
}

/** The stages after the one that a promoted run went through. */
export function stagesAfter({ through, stages }: Pick<Report, 'through' | 'stages'>): readonly string[] {
  const names = stages.map(({ name }) => name);
  return through === undefined ? [] : names.slice(names.indexOf(through) + 1);
}
