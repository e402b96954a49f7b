import { chmodSync } from 'node:fs';
import { fakeSite } from '../../checks/support/fake-site';
import { type GateCase, inBrowser, neighbours, sabotages } from '../case';
import type { World } from '../world/world';

/** What the commit's own script is, so that it arrives as it is in the commit. */
const script = (text: string) => (world: World) => world.publish({ script: text });

const besideTheProducts = (text: string) => script(`${fakeSite.script}${text}`);

const page = (text: string) => (world: World) =>
  world.publish({ page: fakeSite.page.replace('<body>', `<body>${text}`) });

/** The evidence names who has looked. */
const browserIs = (who: RegExp) => (world: World) => {
  world.look = ({ evidence = '{}' }) => {
    const { browser } = (JSON.parse(evidence) as { subject: { browser: string } }).subject;
    return who.test(browser) ? undefined : `the evidence says of the browser: ${browser}`;
  };
};

/** What the storefront's own scripts do wrong: every file is this commit's. */
export const storefrontCases: readonly GateCase[] = [
  ...inBrowser(
    sabotages('smoke', [
      [
        'a script of the storefront throws as it begins',
        script("throw new Error('planted');"),
        /GET \/ through CloudFront fails in a browser: a script threw Error: planted, at \/app\.js:1:7/,
      ],
      [
        'nobody catches the rejection of a promise, though products are shown',
        besideTheProducts("Promise.reject(new Error('planted'));"),
        /nobody caught the rejection of a promise, Error: planted, at \/app\.js:5:16/,
      ],
      [
        "a browser can't parse the storefront's script",
        script('const = 1;'),
        /fails in a browser: a script threw SyntaxError: Unexpected token '=', at \/app\.js:1:7/,
      ],
      [
        'the script imports one that is not there',
        besideTheProducts("import './cart.js';"),
        /the script \/cart\.js could not be loaded: status 404/,
      ],
      [
        'a script that is imported comes as a page',
        (world) => {
          besideTheProducts("import './cart.js';")(world);
          world.breakShop({
            on: /^GET \/cart\.js/,
            change: (answer) => Object.assign(answer, { status: 200, text: 'let cart;' }),
          });
        },
        /the browser refuses \/cart\.js: Failed to load module script: .*MIME type/,
      ],
      [
        'the storefront shows no product',
        script("document.body.append('Welcome');"),
        /GET \/ through CloudFront shows no product in a browser within 10 s\. .* begins: "Welcome"/,
      ],
      [
        'a script of the storefront never ends',
        script('for (;;);'),
        /gave no answer in a browser within 10 s: a script of it does not end/,
      ],
    ]),
  ),
  ...sabotages('smoke', [
    [
      "the storefront's script can't be parsed, and no browser is there",
      script('const = 1;'),
      /The script \/app\.js through CloudFront can't be parsed: Unexpected token \(1:6\)/,
    ],
  ]),
  ...inBrowser(
    neighbours('smoke', [
      ['a browser looks at the storefront', browserIs(/^(?:Headless)?Chrome\/\d+\./)],
      [
        'the storefront writes warnings and errors to its console',
        besideTheProducts("console.warn('old'); console.error('odd');"),
      ],
      ['a favicon and a picture are missing', page('<link rel="icon" href="/favicon.svg"><img src="/picture.png">')],
      [
        'a rejection is caught a moment later',
        besideTheProducts(
          "const late = Promise.reject(new Error('late')); setTimeout(() => late.catch(() => 0), 100);",
        ),
      ],
      ['styles show the names of products in capitals', page('<style>p { text-transform: uppercase; }</style>')],
      [
        'the storefront asks once more where no task is there',
        (world) => {
          world.breakShop({
            on: /^GET \/api\/products\?limit=24$/,
            which: (nth) => nth === 1,
            change: (answer) => Object.assign(answer, { status: 503, text: '{"message":"gone"}' }),
          });
          const script = `const again = async (path) => {
  const answer = await fetch(path);
  return answer.ok ? answer : fetch(path);
};
${fakeSite.script.replace('await fetch', 'await again')}`;
          world.publish({ script });
        },
      ],
    ]),
  ),
  ...neighbours('smoke', [
    ['the machine has no browser', browserIs(/^none: neither CHROMIUM_PATH nor the PATH has one/)],
    [
      'a browser is there and does not start',
      (world) => {
        world.write('browser', '#!/bin/sh\necho "a library is missing" >&2\nexit 127\n');
        chmodSync(`${world.folder}/browser`, 0o755);
        world.browser = `${world.folder}/browser`;
        browserIs(/^none: .*\/browser could not be started: .*a library is missing/)(world);
      },
    ],
  ]),
];
