import { type Case, neighbours, sabotages } from '../case';
import type { World } from '../world/world';

const nth = (every: number) => (count: number) => count % every === 0;
const broken = (on: RegExp, every: number, door?: 'cloudfront' | 'api') => (world: World) =>
  world.breakShop({ on, which: nth(every), door, change: (it) => Object.assign(it, { status: 500, text: '{}' }) });
const slow =
  (on: RegExp, delayMs: number, every = 1, door?: 'cloudfront' | 'api') =>
  (world: World) =>
    world.breakShop({ on, delayMs, which: nth(every), door });
const journey = 'loadtests/journeys/browse.ts';

export const loadCases: readonly Case[] = [
  ...sabotages('load', [
    [
      'a fifth of all answers are errors',
      broken(/^GET \/api/, 5),
      /all of cloudfront: \d+\.?\d* % of \d+ answers failed; 5 % at most/,
    ],
    [
      'every answer through API Gateway takes a second',
      slow(/^GET \/api/, 900, 1, 'api'),
      /list products through api: 100 % of \d+ answers took too long \(over 800 ms/,
    ],
    [
      'a journey throws',
      (world) => {
        world.edit(journey, (text) =>
          text.replace('run(shop, { cartId }) {', "run(shop, { cartId }) {\n    if (cartId) throw new Error('boom');"),
        );
      },
      /k6 logged errors/,
    ],
    [
      'a journey can not be read',
      (world) => {
        world.edit(journey, (text) => `${text}\nthis is no script`);
      },
      /k6 could not read browse\.ts/,
    ],
    [
      'the scripts lose their thresholds',
      (world) => {
        world.edit('loadtests/lib/options.ts', (text) => text.replace('thresholds: k6Thresholds,', 'thresholds: {},'));
      },
      /k6's plan lacks for cloudfront: /,
    ],
    [
      'the scripts lose a door',
      (world) => {
        world.edit('loadtests/lib/options.ts', (text) =>
          text.replace('for (const door of doorNames) {', "for (const door of ['cloudfront'] as const) {"),
        );
      },
      /k6's plan lacks for api: the scenario/,
    ],
    [
      'the scripts send half of the arrivals',
      (world) => {
        world.edit('loadtests/lib/options.ts', (text) =>
          text.replace(
            'const rate = perMinute(load.arrivalsPerSecond);',
            'const rate = perMinute(load.arrivalsPerSecond) / 2;',
          ),
        );
      },
      /plans another load for cloudfront than the profile: arrivals a second 6 6 in place of 12 12/,
    ],
    [
      'the scripts ask for a segment of the load',
      (world) => {
        world.edit('loadtests/lib/options.ts', (text) =>
          text.replace('maxRedirects: 0,', "maxRedirects: 0,\n    executionSegment: '0:1/2',"),
        );
      },
      /The scripts tell k6 of executionSegment "0:1\/2"/,
    ],
    [
      'shoppers do not think',
      (world) => {
        world.edit('loadtests/lib/journey.ts', (text) =>
          text.replace('think(thinkSeconds / steps.length)', 'think(0)'),
        );
        // Long, so that a busy machine does not take as long.
        world.edit('loadtests/profiles/short.json', (text) => text.replace('"thinkSeconds":0.5', '"thinkSeconds":3'));
      },
      /iteration_duration\{scenario:cloudfront\} is/,
    ],
    [
      'no answer is looked at',
      (world) => {
        world.edit('loadtests/lib/shop.ts', (text) =>
          text.replace('= firstUnmet(name, answer, expected);', '= undefined; void expected; void firstUnmet;'),
        );
      },
      /held against 0 expectations|answers_failed\{scenario:cloudfront\} has no samples/,
    ],
    [
      'the summary is not written',
      (world) => world.wrapK6('LOAD_SUMMARY_FILE=/dev/null "$K6" "$@"'),
      /k6 has left no summary/,
    ],
    [
      'the summary is cut off',
      (world) =>
        world.wrapK6(
          '"$K6" "$@"; code=$?',
          '[ -f "$LOAD_SUMMARY_FILE" ] && truncate -s 2000 "$LOAD_SUMMARY_FILE"',
          'exit $code',
        ),
      /The summary that k6 has left is not JSON/,
    ],
    [
      'the summary is something else',
      (world) =>
        world.wrapK6(
          '"$K6" "$@"; code=$?',
          '[ -f "$LOAD_SUMMARY_FILE" ] && echo "{}" > "$LOAD_SUMMARY_FILE"',
          'exit $code',
        ),
      /The summary that k6 has left is none/,
    ],
    [
      'k6 is killed',
      (world) =>
        world.wrapK6('[ "$1" = run ] || exec "$K6" "$@"', 'timeout -s KILL 4 "$K6" "$@" & wait $!', 'kill -KILL $$'),
      /k6 was ended from outside by SIGKILL/,
    ],
    [
      'k6 is told to end',
      (world) =>
        world.wrapK6(
          '[ "$1" = run ] || exec "$K6" "$@"',
          'exec timeout --foreground --preserve-status -s INT 4 "$K6" "$@"',
        ),
      /k6 was ended from outside by a signal/,
    ],
    [
      'k6 ends with an error of its own',
      (world) => world.wrapK6('"$K6" "$@"; code=$?', '[ "$1" = run ] && exit 108', 'exit $code'),
      /k6 ended with 108; only 0 is a good end/,
    ],
    [
      'k6 leaves no log',
      (world) => world.wrapK6('"$K6" "$@"; code=$?', '[ "$1" = run ] && rm -f k6.log', 'exit $code'),
      /k6 has left no log/,
    ],
    [
      'k6 leaves no report',
      (world) => world.wrapK6('[ "$1" = run ] && export K6_WEB_DASHBOARD=false', 'exec "$K6" "$@"'),
      /k6's report has 0 bytes/,
    ],
    [
      'k6 knows no thresholds',
      (world) => world.wrapK6('[ "$1" = run ] && set -- "$@" --no-thresholds', 'exec "$K6" "$@"'),
      /summary says nothing of dropped_iterations/,
    ],
    [
      "the summary is another run's",
      (world) => {
        world.edit('loadtests/lib/load-script.ts', (text) => text.replace('settings.runId,', "'another',"));
      },
      /The summary is of run another/,
    ],
    [
      'the journey is one that there is none of',
      (world) => {
        world.manifest.load = { ...world.manifest.load, journey: 'nowhere' };
      },
      /TAP3102: there is no journey "nowhere"/,
    ],
    [
      'the profile is one that there is none of',
      (world) => {
        world.variables.LOAD_PROFILE = 'nowhere';
      },
      /TAP3103: there is no profile "nowhere"/,
    ],
    [
      'the profile promises users that never come',
      (world) => {
        world.edit('loadtests/profiles/short.json', (text) =>
          text.replaceAll('"minConcurrentUsers":2', '"minConcurrentUsers":40'),
        );
      },
      /TAP3103: .*minConcurrentUsers promises 40/,
    ],
    [
      'every fifth look into the cart through API Gateway takes 3 s',
      slow(/^GET \/api\/carts/, 3000, 5, 'api'),
      /look into the cart through api: \d+\.?\d* % of \d+ answers were slow failures/,
    ],
    [
      'every shopper waits three seconds for a connection, and milliseconds for answers',
      (world) => world.slowHandshakes(3_000),
      /list products through cloudfront: \d+\.?\d* % of \d+ answers were slow failures/,
    ],
    [
      'a third of the orders fail, and nothing else',
      (world) => {
        world.take('checkout');
        world.breakShop({
          on: /^POST \/api\/orders/,
          which: nth(3),
          change: (it) => Object.assign(it, { status: 503, text: '{}' }),
        });
      },
      /order through (api|cloudfront): \d+\.?\d* % of \d+ answers failed; 15 % at most .* status 503/,
    ],
    [
      'the journey has lost a step',
      (world) => {
        world.edit(journey, (text) => text.replace('viewProduct, lookIntoCart]', 'viewProduct]'));
      },
      /k6's plan lacks for cloudfront: http_reqs\{scenario:cloudfront,name:look into the cart\}/,
    ],
    [
      'every answer is counted as good',
      (world) => {
        world.edit('loadtests/lib/answer.ts', (text) =>
          text.replace(
            'answersFailed.add(unmet.length > 0, { name });\n  return unmet[0];',
            'answersFailed.add(false, { name });',
          ),
        );
        world.breakShop({
          change: (it) => Object.assign(it, { text: '<h1>Welcome to nginx!</h1>' }),
          on: /^GET \/api\/carts/,
        });
      },
      /samples hold 0 failed answers as it has unmet expectations/,
    ],
    [
      'answers are held against their status alone',
      (world) => {
        world.edit('loadtests/lib/answer.ts', (text) =>
          text.replace('Object.entries(expected)', 'Object.entries(expected).slice(0, 1)'),
        );
      },
      /each needs one of its status and one of its content/,
    ],
    [
      'k6 sends half of the load',
      (world) => world.wrapK6('[ "$1" = run ] && set -- "$@" --execution-segment 0:1/2', 'exec "$K6" "$@"'),
      /it was told to send less/,
    ],
    [
      'k6 writes no samples',
      (world) => world.wrapK6('[ "$1" = run ] && exec "$K6" "$@" > /dev/null', 'exec "$K6" "$@"'),
      /samples hold 0 requests/,
    ],
    [
      'tasks of the release before answer the load',
      (world) => {
        world.shop.faults = { revision: 'ba9876543210' };
      },
      /answers through cloudfront told the revision "0123456789ab" .* others: \d+ "ba9876543210"/,
    ],
    [
      'CloudFront keeps carts',
      (world) =>
        world.breakShop({
          on: /^GET \/api\/carts/,
          which: nth(4),
          door: 'cloudfront',
          change: (it) => Object.assign(it.headers, { age: '86400' }),
        }),
      /answers through cloudfront had an "age" header/,
    ],
    ['k6 is missing', (world) => world.remove('k6'), /TAP3101: .*k6 can't be started/],
    ['k6 is no program', (world) => world.write('k6', 'not a program'), /k6 could not read|TAP3101/],
    [
      'nobody listens',
      (world) => {
        world.variables.SITE_URL = 'http://127.0.0.1:2';
      },
      /no cart could be opened: no answer: .*connection refused/,
    ],
  ]),
  ...neighbours('load', [
    ['all is well', () => undefined],
    [
      'shoppers order',
      (world) => {
        world.take('checkout');
      },
    ],
    ['answers take half of what is allowed', slow(/^GET \/api/, 300)],
    ['a connection takes a fifth of a second', (world) => world.slowHandshakes(200)],
  ]),
];
