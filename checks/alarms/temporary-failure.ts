import { CodedError } from '@delivery/coded-error';

const code = 'TAP3204';

/** An answer that did not come now and may come at the next try. */
export function temporarily(message: string): CodedError {
  return new CodedError(code, message);
}

export function temporaryFailure(error: unknown): error is CodedError {
  return error instanceof CodedError && error.code === code;
}

/** Whether AWS, or the way to it, may answer at the next try: throttling, an error of the service's own, a lost connection. */
export function mayPass(error: unknown): boolean {
  const { name = '', $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  return status === undefined || status === 429 || status >= 500 || /throttl/i.test(name);
}
