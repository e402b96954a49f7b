import { type Case, neighbours, sabotages } from '../case';

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
  ...sabotages('alarms', [
    [
      'the watch is interrupted',
      (world) => {
        world.interrupt = { signal: 'SIGTERM', afterMs: 2_500 };
      },
      /TAP3008: the gate was told to end \(SIGTERM\)/,
    ],
  ]),
  ...neighbours('smoke', [
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
