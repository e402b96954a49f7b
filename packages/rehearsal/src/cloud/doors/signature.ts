import { type Exchange, header } from '../http/exchange';

/** What a request signed with version 4 says beside its algorithm: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html */
const elements = ['Credential', 'SignedHeaders', 'Signature'] as const;
const algorithm = 'AWS4-HMAC-SHA256';

/** Whether a request has the form of a signed one, in its header or its query. Nobody here has the keys to check a signature itself. */
export function isSigned({ url, headers }: Pick<Exchange, 'url' | 'headers'>): boolean {
  const [named, ...rest] = (header(headers, 'authorization') ?? '').trim().split(/\s+/);
  if (named === algorithm) {
    const said = new Set(
      rest
        .join('')
        .split(',')
        .flatMap((part) => /^(\w+)=./.exec(part)?.[1] ?? []),
    );
    return elements.every((element) => said.has(element));
  }
  const query = new URLSearchParams(url.split('?').slice(1).join('?'));
  return query.get('X-Amz-Algorithm') === algorithm && elements.every((element) => query.get(`X-Amz-${element}`));
}
