import { CodedError } from '@delivery/coded-error';
import { isRecord } from '../base/record';
import type { Scope, Upstream, UpstreamAnswer } from '../base/upstream';
import { unescapeXml } from './error-answer';

/** An answer in XML, asked for the first element of a name. */
export interface XmlAnswer {
  (element: string): string;
  readonly text: string;
}

/** Calls of the emulator's services, as the account itself. Refusals become errors. */
export class ServiceCalls {
  constructor(
    private readonly upstream: Upstream,
    private readonly scope: Scope,
  ) {}

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.scope.region}:${this.scope.account}:${resource}`;
  }

  ec2(Action: string, parameters: Record<string, string>): Promise<XmlAnswer> {
    return this.query('ec2', { Action, Version: '2016-11-15', ...parameters });
  }

  rds(Action: string, parameters: Record<string, string>): Promise<XmlAnswer> {
    return this.query('rds', { Action, Version: '2014-10-31', ...parameters });
  }

  async json(service: string, target: string, body: unknown): Promise<void> {
    accepted(target, await this.upstream.json(service, this.scope, target, body));
  }

  /** A call of CloudFront's API, which speaks XML over REST. */
  async cloudfront(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<XmlAnswer & { readonly etag: string }> {
    const answer = await this.upstream.rest(method, `/2020-05-31/${path}`, 'cloudfront', this.scope, body, headers);
    const xml = xmlAnswer(accepted(`${method} ${path}`, answer));
    return Object.assign(xml, { etag: String(answer.headers.etag ?? '') });
  }

  private async query(service: string, parameters: Record<string, string>): Promise<XmlAnswer> {
    return xmlAnswer(
      accepted(parameters.Action ?? service, await this.upstream.query(service, this.scope, parameters)),
    );
  }
}

function xmlAnswer(text: string): XmlAnswer {
  const find = (element: string): string =>
    unescapeXml(new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1] ?? '');
  return Object.assign(find, { text });
}

function accepted(action: string, answer: UpstreamAnswer): string {
  const text = answer.body.toString();
  if (answer.status < 300) return text;
  const message = /<Message>([^<]*)/i.exec(text)?.[1] ?? text.slice(0, 300);
  throw new CodedError('TAP4313', `${action} was refused by the emulator: ${message}`);
}

/** Parameters with a value, as texts. */
export function texts(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
  );
}

/** A list as a query service's `Name.member.N` parameters; of structures, `Name.member.N.Member`. */
export function members(name: string, value: unknown): Record<string, string> {
  if (!Array.isArray(value)) return {};
  return Object.assign(
    {},
    ...value.map((member: unknown, index) => {
      const prefix = `${name}.member.${index + 1}`;
      if (!isRecord(member)) return { [prefix]: String(member) };
      return Object.fromEntries(Object.entries(texts(member)).map(([key, text]) => [`${prefix}.${key}`, text]));
    }),
  );
}
