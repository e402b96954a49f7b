import { type Case, neighbours, sabotages } from '../case';
import type { World } from '../world/world';

/** Loads whose rate changes, in short forms of the profiles that are shipped, and what journeys and answers may carry with them. */

interface Short {
  readonly from: number;
  readonly stages: readonly (readonly [seconds: number, arrivalsPerSecond: number])[];
  readonly users: number;
}

const changing =
  ({ from, stages, users }: Short) =>
  (world: World) => {
    const door = {
      executor: 'ramping-arrival-rate',
      startArrivalsPerSecond: from,
      stages: stages.map(([seconds, arrivalsPerSecond]) => ({ seconds, arrivalsPerSecond })),
      minConcurrentUsers: users,
      maxUsers: 200,
    };
    const profile = { description: 'Short.', thinkSeconds: 1, doors: { cloudfront: door, api: door } };
    world.write('loadtests/profiles/short.json', JSON.stringify(profile));
  };

const tagged = (tag: string) => (world: World) =>
  world.edit('loadtests/lib/shop.ts', (text) =>
    text.replace('tags: { name: request.name }', `tags: { name: request.name, ${tag} }`),
  );

/** Users and journeys enough for production, all within ten seconds. */
const burst = {
  executor: 'ramping-arrival-rate',
  startArrivalsPerSecond: 130,
  stages: [
    { seconds: 10, arrivalsPerSecond: 130 },
    { seconds: 1, arrivalsPerSecond: 1 },
    { seconds: 600, arrivalsPerSecond: 1 },
  ],
  minConcurrentUsers: 30,
  maxUsers: 2000,
};
const constant = { executor: 'constant-arrival-rate', minConcurrentUsers: 10, maxUsers: 100 };

export const changingLoadCases: readonly Case[] = [
  ...sabotages('synth', [
    [
      'production with a load that is all sent in ten seconds, and then a trickle',
      (synth) => {
        synth.profiles.burst = { thinkSeconds: 7, door: burst };
        synth.productionProfile = 'burst';
      },
      /TAP2073: Prod: .*"burst".*: 10 seconds through cloudfront where 120 are needed/,
    ],
    [
      'alarms that would see ten seconds of a load',
      (synth) => {
        synth.profiles.burst = { thinkSeconds: 7, door: burst };
        synth.load.profile = 'burst';
      },
      /TAP2016: .*"burst", whose load lasts 10 s at half of its highest rate or more/,
    ],
    [
      'samples that decide each limit alone, and not all of them together',
      (synth) => {
        synth.profiles.sparse = { thinkSeconds: 7, door: { ...constant, arrivalsPerSecond: 3, seconds: 240 } };
        const ofEachDoor = { p95Ms: 800, maxErrorRate: 0.02 };
        Object.assign(synth.load, { profile: 'sparse', thresholds: { cloudfront: ofEachDoor, api: ofEachDoor } });
      },
      /TAP2019: .*"sparse".*: \d+ journeys decide a shop at half of all limits together in \d+ of 100 runs/,
    ],
  ]),
  ...sabotages('load', [
    [
      'nobody comes in the last stage',
      changing({
        from: 12,
        stages: [
          [6, 12],
          [0.1, 0],
          [6, 0],
        ],
        users: 10,
      }),
      /TAP3103: .*short\.json\.doors\.cloudfront\.stages\[2\]: nobody comes in the last stage/,
    ],
  ]),
  ...neighbours('load', [
    [
      'a load like "spike": quiet, many times as many shoppers, and quiet again',
      changing({
        from: 4,
        stages: [
          [3, 4],
          [0.5, 24],
          [3, 24],
          [0.5, 4],
          [4, 4],
        ],
        users: 22,
      }),
    ],
    [
      'a load like "stress": in steps to its highest rate, and from there to nothing',
      changing({
        from: 5,
        stages: [
          [2, 5],
          [2, 15],
          [4, 15],
          [2, 0],
        ],
        users: 14,
      }),
    ],
    ['a journey has a tag of its own with a per cent sign', tagged("discount: '100%'")],
    ['a journey has a tag of its own that looks like several', tagged("query: 'a=1&b=%E0%A4%A,\"'")],
    [
      'a few redirects lead to a place whose name is cut within a character',
      (world) =>
        world.breakShop({
          on: /^GET \/api\/carts/,
          which: (count) => count % 60 === 0,
          change: (it) => {
            it.status = 302;
            // The reason begins with "status 302, redirected to ", and has room for 160 characters.
            it.headers.location = Buffer.from(`/${'a'.repeat(132)}\u{1f600}\u{1f600}`).toString('latin1');
          },
        }),
    ],
  ]),
];
