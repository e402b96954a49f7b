import { type Check, checkThat } from '../outcome';
import { doorsOf } from './generator';
import type { LoadRecord } from './load-record';
import type { Samples } from './samples';

/**
 * Answers of paths that nothing may keep were given now, and by the image that is deployed here: those of a cache or of a task of
 * the release before say nothing of this commit.
 */
export function freshnessChecks(record: LoadRecord, samples: Samples): Check[] {
  return doorsOf(record).flatMap((door) => {
    const { aged, revisions } = samples.ofDoor(door);
    const all = [...revisions.values()].reduce((sum, times) => sum + times, 0);
    const why =
      door === 'api' && !record.apiCache ? 'API Gateway has no cache here' : 'nothing may keep answers of these paths';
    const checks = [
      checkThat(
        `${door}: no cache answered where none may`,
        aged === 0,
        `${aged} of ${all} answers through ${door} had an "age" header; ${why}.`,
      ),
    ];
    if (record.revision === undefined) return checks;
    const ours = revisions.get(record.revision) ?? 0;
    const others = [...revisions].filter(([revision]) => revision !== record.revision);
    const named = others.map(([revision, times]) => `${times} "${revision}"`).join(', ') || 'there was no other answer';
    checks.push(
      checkThat(
        `${door}: the image that is deployed here answered`,
        ours > 0 && others.length === 0,
        `${ours} answers through ${door} told the revision "${record.revision}" of the image that is deployed here; others: ${named}. ` +
          'A service without that header is configured with gates.revisionHeader: false.',
      ),
    );
    return checks;
  });
}
