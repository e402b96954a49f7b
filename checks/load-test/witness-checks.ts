import { answersFailedMetric, ofDoor, shopperWaitMetric } from '../../loadtests/lib/expectations';
import type { Check } from '../outcome';
import { doorsOf } from './generator';
import type { K6Summary } from './k6-summary';
import type { LoadRecord } from './load-record';
import { failed, type Samples } from './samples';

/**
 * k6's own counts beside those of the samples: what one of them overlooks, the other has seen. A judge that counts nothing
 * would be pleased with any answer.
 */
export function witnessChecks(record: LoadRecord, samples: Samples, summary: K6Summary): Check[] {
  return doorsOf(record).flatMap((door): Check[] => {
    const own = samples.ofDoor(door);
    const bad = failed(own);
    const value = (metric: string, name: string) => summary.value(ofDoor(metric, door), name);
    const agree = (what: string, ours: number, theirs: number, good = ours === theirs): Check => {
      const name = `${door}: k6 counts as many ${what}`;
      if (good) return { name, status: 'passed' };
      const detail = `Through ${door} the samples hold ${ours} ${what}, and k6's summary says ${theirs}; both must agree.`;
      return { name, status: 'failed', detail };
    };
    const refused = value('http_req_failed', 'passes');
    const unmet = value('checks', 'fails');
    return [
      agree('requests', own.requests, value('http_reqs', 'count')),
      agree('answers with a time', own.waits.length, value(shopperWaitMetric, 'count')),
      agree('failed answers', bad, value(answersFailedMetric, 'passes')),
      agree('expectations', own.expectations, value('checks', 'passes') + unmet),
      // k6 counts by status alone, and each failed answer has one or more expectations that it did not meet.
      agree('failed answers as it has refused requests (http_req_failed)', bad, refused, bad >= refused),
      agree('failed answers as it has unmet expectations (checks)', bad, unmet, bad <= unmet && bad > 0 === unmet > 0),
    ];
  });
}
