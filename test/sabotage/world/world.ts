import type { ChildProcess } from 'node:child_process';
import { chmodSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSteps } from '../../../checks/load-test/read-steps';
import type { GateName } from '../../../contracts/gates';
import { type LoadWindow, sentText, windowText } from '../../../contracts/load-window';
import type { EnvironmentManifest } from '../../../contracts/manifest';
import { FakeAws } from '../../checks/support/fake-aws';
import { FakeShop } from '../../checks/support/fake-shop';
import { type FakeSite, hashesOf, siteHashes } from '../../checks/support/fake-site';
import { type JudgedBefore, passedBefore } from '../../checks/support/stored-evidence';
import { FaultyDoors, type ShopFault } from './faulty-doors';
import { clockFactor, declaredAlarm, goodAlarms, goodCourses } from './good-alarms';
import { slowHandshakes } from './slow-handshakes';
import { account, SmallCloudWatch } from './small-cloud-watch';

/** Seconds of the load before the alarm gate, as AWS counts them. */
const loadSeconds = 240;

/** Requests that the load sent, by door. */
const sent = { cloudfront: 900, api: 900 };

/** Journeys enough to decide on: see the arithmetic of bounds in the load gate. */
const shortLoad = {
  executor: 'constant-arrival-rate',
  arrivalsPerSecond: 12,
  seconds: 6,
  minConcurrentUsers: 2,
  maxUsers: 60,
};

export const shortProfile = 'short';

const loadtests = join(__dirname, '..', '..', '..', 'loadtests');

/**
 * A world in which all is well: a shop with both doors, AWS as far as gates ask for it, the folder and the variables of a job.
 * A case changes it before the gate's program starts.
 */
export class World {
  readonly shop = new FakeShop();
  readonly doors = new FaultyDoors(() => this.shop.siteUrl);
  readonly aws = new FakeAws();
  readonly cloudWatch: SmallCloudWatch;
  readonly manifest: Mutable<EnvironmentManifest>;
  /** Variables of the job beside those that are worked out from the rest. */
  readonly variables: Record<string, string | undefined> = {};
  /** The load that the alarm gate is told of. */
  readonly window: Mutable<LoadWindow>;
  /** Objects that the gates before have left. */
  evidence: (judged: JudgedBefore) => readonly (readonly [key: string, text: string])[] = passedBefore;
  /** The gate's program, while it runs. */
  program: ChildProcess | undefined;
  /** Program of the browser that the job finds; undefined: none. */
  browser: string | undefined;
  /** Says what is wrong with what the gate has left; undefined: nothing. */
  look: (left: Left) => string | undefined = () => undefined;
  private readonly stops: (() => Promise<void>)[] = [];
  private readonly edits: [file: string, edit: (text: string) => string][] = [];

  constructor(
    /** Folder of the job. */
    readonly folder: string,
    private readonly gate: GateName,
  ) {
    const endedAt = new Date(Date.now() - 500);
    const startedAt = new Date(endedAt.getTime() - (loadSeconds * 1000) / clockFactor);
    this.cloudWatch = new SmallCloudWatch(startedAt, clockFactor);
    this.cloudWatch.alarms = goodAlarms();
    for (const [metric, course] of goodCourses()) this.cloudWatch.courses.set(metric, course);
    this.aws.cloudWatch = (action, input, region) => this.cloudWatch.answer(action, input, region);
    this.aws.apiKey = this.shop.apiKey;
    this.aws.rehearsal = { clock: { factor: gate === 'load' ? 1 : clockFactor }, unfed: [] };
    const ofEachDoor = { p95Ms: 800, maxErrorRate: 0.05 };
    this.manifest = {
      environment: 'Dev',
      region: 'us-east-1',
      production: false,
      orders: true,
      site: siteHashes,
      revision: this.shop.revision,
      load: {
        profile: shortProfile,
        journey: 'browse',
        steps: readSteps(loadtests, 'browse'),
        thresholds: { cloudfront: ofEachDoor, api: ofEachDoor },
      },
      apiCache: false,
      loadRunLog: true,
      alarmPrefix: 'tap-dev-',
      bakeSeconds: 480,
      approval: false,
      after: [],
      acceptedFindings: {},
      overrides: {},
      alarms: goodAlarms().map(declaredAlarm),
    };
    this.window = { startedAt, endedAt, environment: 'Dev', execution: 'execution-1', build: 'load-test:1' };
    this.write(
      `loadtests/profiles/${shortProfile}.json`,
      JSON.stringify({ description: 'Short.', thinkSeconds: 0.5, doors: { cloudfront: shortLoad, api: shortLoad } }),
    );
  }

  async start(): Promise<void> {
    await Promise.all([this.shop.start(), this.doors.start(), this.aws.start()]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.stops.map((stop) => stop()));
    await Promise.all([this.doors.stop(), this.shop.stop(), this.aws.stop()]);
  }

  /** Lets the load take another journey. */
  take(journey: string): void {
    this.manifest.load = { ...this.manifest.load, journey, steps: readSteps(loadtests, journey) };
  }

  /** Wide limits of time, for what hangs on none: a busy machine answers late. */
  giveTime(): void {
    const { cloudfront, api } = this.manifest.load.thresholds;
    const thresholds = { cloudfront: { ...cloudfront, p95Ms: 3_000 }, api: { ...api, p95Ms: 3_000 } };
    this.manifest.load = { ...this.manifest.load, thresholds };
  }

  /** Puts TLS before CloudFront's door, whose handshake takes so many milliseconds for every connection. */
  async slowHandshakes(delayMs: number): Promise<void> {
    const { url, certificate, stop } = await slowHandshakes(this.doors.siteUrl, delayMs, this.folder);
    this.stops.push(stop);
    Object.assign(this.variables, { SITE_URL: url, SSL_CERT_FILE: certificate });
  }

  /** Breaks the shop, as shoppers see it. */
  breakShop(...faults: readonly ShopFault[]): void {
    this.doors.faults.push(...faults);
  }

  /** Lets the commit have this page or script of the storefront. */
  publish(files: Partial<FakeSite>): void {
    this.shop.site = { ...this.shop.site, ...files };
    this.manifest.site = hashesOf(this.shop.site);
  }

  alarm(name: string) {
    const found = this.cloudWatch.alarms.find((alarm) => alarm.name === name);
    if (!found) throw new Error(`there is no alarm ${name}`);
    return found;
  }

  /** Changes what the manifest declares of an alarm. */
  declare(name: string, changes: Partial<EnvironmentManifest['alarms'][number]>): void {
    const { alarms } = this.manifest;
    const index = alarms.findIndex((alarm) => alarm.name === name);
    const found = alarms[index];
    if (!found) throw new Error(`there is no alarm ${name}`);
    this.manifest.alarms = alarms.with(index, { ...found, ...changes });
  }

  /** Declares an alarm as it is now: the fault is the commit's own, and no handwork. */
  declareAsFound(name: string): void {
    this.declare(name, { settings: declaredAlarm(this.alarm(name)).settings });
  }

  /** Changes a file of the job's folder once all others are written. */
  edit(file: string, edit: (text: string) => string): void {
    this.edits.push([file, edit]);
  }

  /** Puts a shell script in k6's place, in which `$K6` is k6. */
  wrapK6(...lines: readonly string[]): void {
    const k6 = readlinkSync(join(this.folder, 'k6'));
    this.write('k6', ['#!/bin/sh', `K6='${k6}'`, ...lines, ''].join('\n'));
    chmodSync(join(this.folder, 'k6'), 0o755);
  }

  /** Takes a file away. */
  remove(file: string): void {
    rmSync(join(this.folder, file), { recursive: true });
  }

  /** A new file: what stands there may be a link to what all cases share. */
  write(file: string, text: string): void {
    const path = join(this.folder, file);
    rmSync(path, { force: true });
    writeFileSync(path, text);
  }

  /** What the gates before must have judged. */
  private get judged(): JudgedBefore {
    const { manifest, doors, window } = this;
    const subject = { image: manifest.image ?? 'unknown', doors: `${doors.siteUrl} ${doors.apiUrl}` };
    return { load: manifest.load, subject, sent, window };
  }

  /** Writes what the job finds, after the case has changed it. @returns the job's variables */
  settle(): Record<string, string> {
    this.write(`environments/${this.manifest.environment}.json`, JSON.stringify(this.manifest));
    for (const [file, edit] of this.edits) {
      const text = readFileSync(join(this.folder, file), 'utf8');
      const changed = edit(text);
      if (changed === text) throw new Error(`${file} was to be changed and is the same`);
      this.write(file, changed);
    }
    if (this.gate === 'alarms') for (const [key, text] of this.evidence(this.judged)) this.aws.objects.set(key, text);
    const variables: Record<string, string | undefined> = {
      // The smoke test alone would look for a browser there.
      PATH: this.gate === 'smoke' && this.browser === undefined ? undefined : process.env.PATH,
      CHROMIUM_PATH: this.browser,
      GATE: this.gate,
      ENVIRONMENT: 'Dev',
      COMMIT: '0123abc',
      EXECUTION: 'execution-1',
      API_KEY_ID: 'key-1',
      GATE_ROLE_ARN: `arn:aws:iam::${account}:role/tap-Dev-gate`,
      EVIDENCE_BUCKET: 'evidence-bucket',
      CODEBUILD_BUILD_ID: `tap-Dev-${this.gate}:1`,
      CODEBUILD_BUILD_NUMBER: '1',
      CODEBUILD_START_TIME: String(Date.now()),
      SITE_URL: this.doors.siteUrl,
      API_URL: this.doors.apiUrl,
      LOAD_WINDOW: windowText(this.window),
      LOAD_SENT: sentText({
        runId: this.cloudWatch.log.runId,
        doors: sent,
        tasks: { least: 1_796, most: 1_800 },
      }),
      LOG_GROUP: 'tap-dev-services',
      ...this.aws.variables,
      ...this.variables,
    };
    return Object.fromEntries(
      Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  }
}

/** What a gate has left behind. */
export interface Left {
  readonly code: number | null;
  readonly said: string;
  /** The evidence file's content; undefined if there is none. */
  readonly evidence: string | undefined;
  /** Objects put into buckets, by `bucket/key`. */
  readonly objects: ReadonlyMap<string, string>;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
