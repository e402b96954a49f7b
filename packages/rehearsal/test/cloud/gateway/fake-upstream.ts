import type { Scope, Upstream, UpstreamAnswer } from '../../../src/cloud/base/upstream';

/** One call to the emulator, in a form that tests compare. */
export interface UpstreamCall {
  readonly what: string;
  readonly scope: Scope;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * An emulator that answers what the test says.
 *
 * @param answer gets for example `ec2 DescribeVpcs`, `ecr ...DescribeImages`, `s3 GET /bucket`; answers the body, or undefined for 404
 */
export function fakeUpstream(answer: (call: UpstreamCall) => string | Buffer | undefined): {
  readonly upstream: Upstream;
  readonly calls: UpstreamCall[];
} {
  const calls: UpstreamCall[] = [];
  const take = async (call: UpstreamCall): Promise<UpstreamAnswer> => {
    calls.push(call);
    const body = answer(call);
    return { status: body === undefined ? 404 : 200, headers: { etag: 'e' }, body: Buffer.from(body ?? '') };
  };
  const upstream: Pick<Upstream, 'query' | 'json' | 'rest' | 'origin'> = {
    origin: 'http://emulator',
    query: (service, scope, parameters) => {
      const { Action, Version: _version, ...body } = parameters;
      return take({ what: `${service} ${Action ?? ''}`, scope, body });
    },
    json: (service, scope, target, body) => take({ what: `${service} ${target.split('.').at(-1) ?? ''}`, scope, body }),
    rest: (method, path, service, scope, body, headers) =>
      take({ what: `${service} ${method} ${path}`, scope, body: body?.toString(), headers }),
  };
  return { upstream: upstream as unknown as Upstream, calls };
}
