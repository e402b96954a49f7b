import { type Case, neighbours, sabotages } from '../case';
import type { SmallImage } from '../world/small-image';

const listening = "server.listen(Number(process.env.PORT), '0.0.0.0');";
const answering = "response.end('{}');";
const ending = 'server.close(() => process.exit(0));';
const handling = "process.on('SIGTERM', () => {";

const lie = (health: string) => (image: SmallImage) => image.edit('() => 503', health);

/** What can be wrong with an image that is built and starts. */
export const imageCases: readonly Case[] = [
  ...sabotages('image', [
    // Its life.
    [
      'the service ends where there is no database',
      (image) => image.edit(listening, "throw new Error('no database');"),
      /TAP2033: catalog: ended with 1 before .* was good once[\s\S]*Error: no database/,
    ],
    [
      "the container's own check is never good",
      (image) => {
        image.check = 'process.exit(1);';
        image.times.aliveWithin = 3;
      },
      /TAP2033: .* was not good once in 3 s/,
    ],
    [
      'the service ends as soon as it was found alive',
      (image) => image.edit(listening, `${listening}\nserver.on('connection', () => process.exit(3));`),
      /TAP2033: catalog: it ended with 3 as soon as/,
    ],
    // Its health.
    [
      'health is good with the database gone',
      lie('() => 200'),
      /TAP2034: catalog: GET \/health answered 200 while no database can be reached, where 503 is allowed/,
    ],
    [
      'health gives up saying that the database is gone',
      lie('() => (asked > 2 ? 204 : 503)'),
      /TAP2034: catalog: GET \/health answered 503, 503, 204 while/,
    ],
    ['health is not there', lie('() => 404'), /TAP2034: catalog: GET \/health answered 404 while/],
    [
      'health waits for a database that does not come',
      (image) => image.edit(answering, ''),
      /TAP2034: .* got no answer in 2 s \(The operation was aborted/,
    ],
    [
      'health hangs up',
      (image) => image.edit('response.writeHead(health());', 'return request.socket.destroy();'),
      /TAP2034: .* got no answer in 2 s \(socket hang up\)/,
    ],
    [
      'a service that needs no database is not well without one',
      (image) => {
        image.needsDatabase = false;
      },
      /TAP2034: .*answered 503 .*where 200 is allowed; services\.catalog says "needsDatabase: false"/,
    ],
    // Its end.
    [
      'SIGTERM is ignored',
      (image) => image.edit(ending, ''),
      /TAP2035: catalog: it did not end within 3 s of SIGTERM and was killed \(137\)/,
    ],
    [
      'nothing handles SIGTERM',
      (image) => image.edit(handling, "process.on('SIGUSR2', () => {"),
      /TAP2035: catalog: SIGTERM itself ended it \(143\)/,
    ],
    [
      'SIGTERM is a failure',
      (image) => image.edit(ending, 'process.exit(1);'),
      /TAP2035: catalog: it ended with 1 after SIGTERM/,
    ],
    [
      'SIGTERM cuts off a request that is being answered',
      (image) => {
        image.edit(answering, 'setTimeout(() => response.end(), asked > 3 ? 60_000 : 0);');
        image.edit(ending, 'process.exit(0);');
      },
      /TAP2035: .*it ended with 0, and GET \/health, sent before SIGTERM, got no answer/,
    ],
    [
      'connections that nothing is asked over hold up the end',
      (image) => {
        image.edit(listening, `server.keepAliveTimeout = 60_000;\n${listening}`);
        image.edit(ending, 'require("node:net").Server.prototype.close.call(server, () => process.exit(0));');
        image.times.endWithin = 4;
      },
      /TAP2035: catalog: it did not end within 4 s of SIGTERM/,
    ],
  ]),
  ...neighbours('image', [
    [
      'the service takes five seconds to start',
      (image) => {
        image.edit(listening, `setTimeout(() => ${listening.slice(0, -1)}, 5_000);`);
        image.times.aliveWithin = 75;
      },
    ],
    [
      'the service ends ten seconds after SIGTERM, with a request that is being answered',
      (image) => {
        image.edit(answering, 'setTimeout(() => response.end(), asked > 3 ? 10_000 : 0);');
        image.times.endWithin = 30;
      },
    ],
    [
      'the service closes each connection after its answer',
      (image) => image.edit('asked += 1;', "asked += 1;\n  response.setHeader('connection', 'close');"),
    ],
    ['health takes a second', (image) => image.edit(answering, 'setTimeout(() => response.end(), 1_000);')],
    [
      'the service writes a lot',
      (image) => image.edit('asked += 1;', "asked += 1;\n  console.log('x'.repeat(500_000));"),
    ],
    [
      'a service that needs no database is well without one',
      (image) => {
        image.needsDatabase = false;
        lie('() => 200')(image);
      },
    ],
  ]),
];
