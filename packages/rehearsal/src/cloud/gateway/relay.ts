import { randomBytes, timingSafeEqual } from 'node:crypto';
import { CodedError } from '@delivery/coded-error';
import { strToU8, zipSync } from 'fflate';
import type { Scope, Upstream } from '../base/upstream';
import type { CustomResourceAnswer, CustomResourceEvent } from './custom-resource';

/** Path at which the gateway takes the events in. */
export const relayPath = '/_rehearsal/relay';
export const relayTokenHeader = 'x-rehearsal-relay';

const functionName = 'rehearsal-relay';
/** There is no way to a custom resource's event but a function; this one hands it on and ends. */
const source = `import json, os, urllib.request

def handler(event, context):
    urllib.request.urlopen(urllib.request.Request(
        os.environ['GATEWAY'],
        data=json.dumps(event).encode(),
        method='POST',
        headers={'content-type': 'application/json', '${relayTokenHeader}': os.environ['TOKEN']},
    ), timeout=30).read()
`;

/** Hands the events of custom resources to handlers in this process, and their answers to CloudFormation. */
export class Relay {
  private readonly token = randomBytes(24).toString('hex');
  private readonly functions = new Map<string, Promise<string>>();

  constructor(
    private readonly upstream: Upstream,
    /** Base URL of the gateway; known once it listens. */
    private readonly gateway: () => string,
    private readonly handle: (event: CustomResourceEvent) => Promise<CustomResourceAnswer>,
  ) {}

  /** ARN of the relaying function in this account and region; made at the first call. */
  functionArn(scope: Scope): Promise<string> {
    const key = `${scope.account}/${scope.region}`;
    const known = this.functions.get(key);
    if (known !== undefined) return known;
    const created = this.createFunction(scope);
    this.functions.set(key, created);
    // A failed creation is tried again by the next one who asks.
    created.catch(() => this.functions.delete(key));
    return created;
  }

  /** True if the event came from the relaying function. */
  trusts(token: unknown): boolean {
    if (typeof token !== 'string' || token.length !== this.token.length) return false;
    return timingSafeEqual(Buffer.from(token), Buffer.from(this.token));
  }

  /** Carries an event out and answers CloudFormation. Never rejects. */
  async receive(event: CustomResourceEvent): Promise<void> {
    const outcome = await this.handle(event).then(
      (answer) => ({
        Status: 'SUCCESS',
        PhysicalResourceId: answer.physicalId,
        Data: answer.attributes ?? {},
      }),
      (error: unknown) => ({
        Status: 'FAILED',
        Reason: error instanceof Error ? error.message : String(error),
        PhysicalResourceId: event.PhysicalResourceId ?? 'none',
      }),
    );
    const body = JSON.stringify({
      ...outcome,
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
    });
    const pathname = URL.canParse(event.ResponseURL) ? new URL(event.ResponseURL).pathname : '/';
    // An emulator that is gone gets no answer; whoever waits for the stack hears of that otherwise.
    await this.upstream.request('PUT', pathname, { 'content-type': '' }, body).catch(() => undefined);
  }

  private async createFunction(scope: Scope): Promise<string> {
    const zip = zipSync({ 'index.py': strToU8(source) });
    const answer = await this.upstream.rest(
      'POST',
      '/2015-03-31/functions',
      'lambda',
      scope,
      JSON.stringify({
        FunctionName: functionName,
        Runtime: 'python3.12',
        Handler: 'index.handler',
        Timeout: 60,
        Role: `arn:aws:iam::${scope.account}:role/${functionName}`,
        Code: { ZipFile: Buffer.from(zip).toString('base64') },
        Environment: { Variables: { GATEWAY: `${this.gateway()}${relayPath}`, TOKEN: this.token } },
      }),
      { 'content-type': 'application/json' },
    );
    if (answer.status >= 300) {
      throw new CodedError(
        'TAP4303',
        `the emulator took no relay function: ${answer.status} ${answer.body.toString()}`,
      );
    }
    return `arn:aws:lambda:${scope.region}:${scope.account}:function:${functionName}`;
  }
}
