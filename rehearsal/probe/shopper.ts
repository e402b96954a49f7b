import { APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import type { RunningEnvironment } from '@delivery/rehearsal/environment/running-environment';
import type { Visit, Visitor } from '@delivery/rehearsal/environment/visitor';
import { sdkConfiguration } from '@delivery/rehearsal/executors/sdk-configuration';

/** Longest wait for one answer, in milliseconds. */
const answerMs = 10_000;

/** Sends a few requests through every public door of an environment, as a shopper and a partner's program would. */
export class Shopper implements Visitor {
  private constructor(
    readonly site: string,
    private readonly api: string,
    private readonly apiKey: string,
  ) {}

  static async of(environment: RunningEnvironment): Promise<Shopper> {
    const { backing, outputs } = environment;
    const all = Object.values(outputs).flatMap((one) => Object.entries(one));
    const output = (form: RegExp): string => all.find(([, value]) => form.test(value))?.[1] ?? '';
    const site = backing.localise(output(/^https:\/\/(?![^/]+\.execute-api\.)/)).text;
    const api = backing.localise(output(/^https:\/\/[^/]+\.execute-api\./)).text;
    const keyId = all.find(([name]) => name.endsWith('KeyId'))?.[1] ?? '';
    return new Shopper(trimmed(site), trimmed(api), await apiKeyValue(environment, keyId));
  }

  /** Every visit, whether it succeeded or not; never throws. */
  async visit(): Promise<readonly Visit[]> {
    const json = { 'content-type': 'application/json' };
    return [
      await this.look('storefront', `${this.site}/`, {}, (text) => text.includes('<html')),
      await this.look('products', `${this.site}/api/products?limit=5`, {}, hasItems),
      await this.look('cart', `${this.site}/api/carts`, { method: 'POST', headers: json, body: '{}' }, (text) =>
        text.includes('"id"'),
      ),
      await this.look('API', `${this.api}/api/products?limit=5`, { headers: { 'x-api-key': this.apiKey } }, hasItems),
    ];
  }

  private async look(name: string, url: string, request: RequestInit, fits: (text: string) => boolean): Promise<Visit> {
    try {
      const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(answerMs) });
      const text = await answer.text();
      return { name, ok: answer.ok && fits(text), detail: `${answer.status} ${text.slice(0, 80)}` };
    } catch (error) {
      return { name, ok: false, detail: String(error) };
    }
  }
}

function hasItems(text: string): boolean {
  return /"items":\s*\[\s*\{/.test(text);
}

function trimmed(url: string): string {
  return url.replace(/\/$/, '');
}

async function apiKeyValue({ cloud, stacks }: RunningEnvironment, id: string): Promise<string> {
  const [stack] = stacks;
  if (stack === undefined) return '';
  const caller = { name: 'rehearsal probe', account: stack.account, region: stack.region };
  const client = new APIGatewayClient(sdkConfiguration(cloud.awsVariables(caller)));
  try {
    return (await client.send(new GetApiKeyCommand({ apiKey: id, includeValue: true }))).value ?? '';
  } finally {
    client.destroy();
  }
}
