import { symlinkSync } from 'node:fs';
import type { Door } from '../../../loadtests/lib/profile';
import { type Case, neighbours, sabotages } from '../case';
import type { World } from '../world/world';

/** Where the smoke gate's first build keeps its evidence. */
const evidenceKey = 'evidence-bucket/0123abc/execution-1/Dev/smoke/1-1/smoke.json';

function awsFile(world: World, text: string): void {
  world.write('aws-config', text);
  world.variables.AWS_CONFIG_FILE = `${world.folder}/aws-config`;
}

/** Tells the program to end at the nth such request, once: a second signal would end it at once. */
const interruptedAt = (nth: number, on: RegExp, door: Door) => (world: World) =>
  world.breakShop({ on, door, which: (count) => count === nth, change: () => void world.program?.kill('SIGTERM') });

/** What can be wrong with a gate's job: its variables, its rights, its evidence. */
export const jobCases: readonly Case[] = [
  ...sabotages('smoke', [
    [
      'the job has no address of the site',
      (world) => {
        world.variables.SITE_URL = undefined;
      },
      /TAP3001: .*SITE_URL: received nothing/,
    ],
    [
      'the address of API Gateway is plain http to another machine',
      (world) => {
        world.variables.API_URL = 'http://api.example/v1';
      },
      /TAP3001: .*API_URL: received "http:\/\/api\.example/,
    ],
    [
      'the job does not know its environment',
      (world) => {
        world.variables.ENVIRONMENT = undefined;
      },
      /TAP3001: .*ENVIRONMENT: received nothing/,
    ],
    [
      'the job does not know its commit',
      (world) => {
        world.variables.COMMIT = '';
      },
      /TAP3001: .*COMMIT: received ""/,
    ],
    [
      'the job does not know its execution',
      (world) => {
        world.variables.EXECUTION = undefined;
      },
      /TAP3001: .*EXECUTION: received nothing/,
    ],
    [
      'the job does not know where evidence goes',
      (world) => {
        world.variables.EVIDENCE_BUCKET = undefined;
      },
      /TAP3001: .*EVIDENCE_BUCKET: received nothing/,
    ],
    [
      'the job does not know its key',
      (world) => {
        world.variables.API_KEY_ID = undefined;
      },
      /TAP3001: .*API_KEY_ID: received nothing/,
    ],
    [
      "the gate's role is no role",
      (world) => {
        world.variables.GATE_ROLE_ARN = 'admin';
      },
      /TAP3001: .*GATE_ROLE_ARN: received "admin"/,
    ],
    [
      'the environment is one that the build knows nothing of',
      (world) => {
        world.variables.ENVIRONMENT = 'Nowhere';
      },
      /TAP3002: .*Nowhere\.json can't be read/,
    ],
    [
      "the manifest is another environment's",
      (world) => {
        world.edit('environments/Dev.json', (text) => text.replace('"environment":"Dev"', '"environment":"Prod"'));
      },
      /TAP3002: .*describes "Prod", not "Dev"/,
    ],
    [
      'the manifest is half written',
      (world) => {
        world.edit('environments/Dev.json', (text) => text.slice(0, 90));
      },
      /TAP3002: .*Dev\.json can't be read: SyntaxError/,
    ],
    [
      'the manifest has lost its limits',
      (world) => {
        world.edit('environments/Dev.json', (text) => text.replace('"thresholds"', '"limits"'));
      },
      /TAP3002: .*is no manifest/,
    ],
    [
      'an endpoint elsewhere stands for AWS',
      (world) => {
        world.variables.AWS_ENDPOINT_URL = 'http://aws.example';
      },
      /TAP3003: AWS_ENDPOINT_URL: received "http:\/\/aws\.example"/,
    ],
    [
      'an endpoint on this machine is no rehearsal',
      (world) => {
        world.aws.rehearsal = undefined;
      },
      /TAP3004: .*did not say how the clock runs/,
    ],
    [
      'the role of the gate can not be assumed',
      (world) => {
        world.aws.denied.add('AssumeRole');
      },
      /TAP3005: .*could not be assumed/,
    ],
    [
      'the key can not be read',
      (world) => {
        world.aws.denied.add('GetApiKey');
      },
      /TAP3006: the API key key-1 .* could not be read/,
    ],
    [
      'the key has no value',
      (world) => {
        world.aws.apiKey = '';
      },
      /TAP3006: .*the answer has no value/,
    ],
    [
      'the evidence can not be stored',
      (world) => {
        world.aws.denied.add('PutObject');
      },
      /could not be stored, so it proves nothing later: .*TAP3007/,
    ],
  ]),
  ...sabotages('smoke', [
    // Whose evidence it is.
    [
      'the job runs another gate',
      (world) => {
        world.variables.GATE = 'load';
      },
      /TAP3001: GATE: received "load"; this program is the smoke gate/,
    ],
    [
      'the job is no build',
      (world) => {
        world.variables.CODEBUILD_BUILD_ID = undefined;
      },
      /TAP3001: .*CODEBUILD_BUILD_ID: received nothing/,
    ],
    [
      'the job does not know which build of its project it is',
      (world) => {
        world.variables.CODEBUILD_BUILD_NUMBER = '0';
      },
      /TAP3001: .*CODEBUILD_BUILD_NUMBER: received "0"/,
    ],
    [
      'the job does not know when its build began',
      (world) => {
        world.variables.CODEBUILD_START_TIME = 'today';
      },
      /TAP3001: .*CODEBUILD_START_TIME: received "today"/,
    ],
    [
      'the build began after its gate',
      (world) => {
        world.variables.CODEBUILD_START_TIME = String(Date.now() + 3_600_000);
      },
      /its times are in no order/,
    ],
    [
      'somebody has written evidence before the gate did',
      (world) => void world.aws.objects.set(evidenceKey, '{}'),
      /could not be stored, so it proves nothing later: .*smoke\.json could not be stored: PreconditionFailed/,
    ],
    [
      'there is no place for evidence',
      (world) => world.write('evidence', 'a file where the folder should be'),
      /TAP3010: .*smoke\.json could not be written/,
    ],
    [
      'the disk takes no report',
      (world) => {
        symlinkSync(`${world.folder}/nowhere`, `${world.folder}/reports`);
        world.look = ({ objects }) =>
          objects.get(evidenceKey)?.includes('"checks passed"')
            ? undefined
            : 'what was measured is not in the stored evidence';
      },
      /TAP3010: .*smoke\.xml could not be written/,
    ],
    // Who stands for AWS.
    [
      'an endpoint of one service leads elsewhere',
      (world) => {
        world.variables.AWS_ENDPOINT_URL_STS = 'http://127.0.0.1:2';
      },
      /TAP3011: AWS_ENDPOINT_URL_STS: received/,
    ],
    [
      'a profile says who the job is',
      (world) => {
        world.variables.AWS_PROFILE = 'mine';
      },
      /TAP3011: AWS_PROFILE: received "mine"/,
    ],
    [
      "endpoints that are told don't count",
      (world) => {
        world.variables.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = 'true';
      },
      /TAP3011: AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: received/,
    ],
    [
      "AWS's own file leads elsewhere",
      (world) => awsFile(world, '[default]\nendpoint_url = http://127.0.0.1:2\n'),
      /TAP3011: .*aws-config: received endpoint_url/,
    ],
  ]),
  ...sabotages('smoke', [
    [
      'the smoke test is interrupted',
      (world) => {
        interruptedAt(1, /search=/, 'cloudfront')(world);
        world.look = ({ evidence = '' }) =>
          /"name": "CloudFront: the product list",\s+"value": \d/.test(evidence)
            ? undefined
            : `what was measured until then is not in the evidence:\n${evidence}`;
      },
      /TAP3008: the gate was told to end \(SIGTERM\)/,
    ],
  ]),
  ...sabotages('alarms', [
    [
      'the watch is interrupted',
      (world) => {
        let looks = 0;
        world.cloudWatch.spoil = (action, answer) => {
          if (action === 'DescribeAlarms') looks += 1;
          if (looks === 2) world.program?.kill('SIGTERM');
          return answer;
        };
        world.look = ({ evidence = '' }) =>
          /"name": "alarms found",\s+"value": [1-9]/.test(evidence)
            ? undefined
            : `what was seen until then is not in the evidence:\n${evidence}`;
      },
      /TAP3008: the gate was told to end \(SIGTERM\)/,
    ],
  ]),
  ...sabotages('load', [
    [
      'the load test is interrupted',
      (world) => {
        interruptedAt(100, /GET \/api\/products\?/, 'api')(world);
        world.look = ({ evidence }) =>
          evidence?.includes('list products through api')
            ? undefined
            : 'what was measured until then is not in the evidence';
      },
      /TAP3008: the load test was told to end \(SIGTERM\)/,
    ],
  ]),
  ...neighbours('smoke', [
    [
      'a gate that was stopped is tried again',
      (world) => {
        world.aws.objects.set(evidenceKey, '{ "verdict": "fail" }');
        Object.assign(world.variables, { CODEBUILD_BUILD_ID: 'tap-Dev-smoke:2', CODEBUILD_BUILD_NUMBER: '2' });
        world.look = ({ objects }) =>
          objects.get(evidenceKey)?.includes('fail') ? undefined : 'the first verdict is lost';
      },
    ],
    ["AWS's own file names a region", (world) => awsFile(world, '[default]\nregion = eu-west-1\n')],
    [
      'endpoints that are told count, as they do anyway',
      (world) => {
        world.variables.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = 'false';
      },
    ],
    [
      'the addresses end with a slash',
      (world) => {
        world.variables.SITE_URL = `${world.doors.siteUrl}/`;
        world.variables.API_URL = `${world.doors.apiUrl}/`;
      },
    ],
    [
      "the environment has another region than the job's",
      (world) => {
        world.manifest.region = 'eu-west-1';
      },
    ],
    [
      'the job has variables that nobody knows',
      (world) => {
        world.variables.SOMETHING_ELSE = 'yes';
      },
    ],
  ]),
];
