import type { Answer, Door, DoorRequest } from './door';
import { placeOf } from './step';

/**
 * Seconds that a cache on the way, a browser's included, may show a catalog as it was: as long as the storefront's files are kept
 * (`lib/constructs/site-files.ts`), and twice what API Gateway's cache keeps (`lib/constructs/shop-api.ts`).
 */
const longestSeconds = 60;

/**
 * Insists that what all shoppers see alike is soon asked for anew: `no-store`, `no-cache`, or a time of at most a minute. An
 * answer that says nothing may be kept as long as a cache likes (https://www.rfc-editor.org/rfc/rfc9111#section-4.2.2). A cookie
 * is one shopper's, and a cache that may keep the answer keeps it, too (https://www.rfc-editor.org/rfc/rfc9111#section-7.3).
 *
 * @throws Error if it may be kept longer, or with a cookie
 */
export function insistOnShortLived(door: Door, request: DoorRequest, answer: Answer): void {
  // What API Gateway has kept is not the shop's own answer.
  if (door.keeps?.(request)) return;
  const control = answer.headers.get('cache-control') ?? '';
  if (answer.headers.has('set-cookie') && !/\b(?:no-store|private)\b/i.test(control)) {
    throw new Error(
      `${placeOf(door, request)} sets a cookie that a cache may keep, and give to somebody else: its cache-control is ${JSON.stringify(control)}; no-store or private is right.`,
    );
  }
  if (/\bno-(?:store|cache)\b/i.test(control)) return;
  const times = [...control.matchAll(/\b(?:s-maxage|max-age|stale-while-revalidate|stale-if-error)="?(\d+)/gi)];
  const lifetimes = /\bmax-age=/i.test(control) ? times.map(([, seconds]) => Number(seconds)) : [];
  if (lifetimes.length > 0 && lifetimes.every((seconds) => seconds <= longestSeconds)) return;
  throw new Error(
    `${placeOf(door, request)} may be kept by caches too long: its cache-control is ${JSON.stringify(control)}; no-store, no-cache or at most ${longestSeconds} s are right.`,
  );
}
