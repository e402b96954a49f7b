import { Readable } from 'node:stream';
import type { Owned } from '../deployed/deployed-stacks';
import { type Exchange, header } from '../http/exchange';
import { bodyFits } from './body-model';
import { parameter } from './request-parameter';
import type { Method } from './rest-api-model';

/** A request whose body was held against the method's model. */
export interface ValidatedRequest {
  /** The request as it goes on: its body can be read once more. */
  readonly exchange: Exchange;
  readonly fits: boolean;
  /** What it was validated by. */
  readonly by: readonly Owned[];
}

/** Holds the body of a request against the model of its method, where it has one. */
export async function validated(method: Method, exchange: Exchange): Promise<ValidatedRequest> {
  const { bodyModel, validator, required } = method;
  const validators = validator && (required.length > 0 || bodyModel) ? [validator] : [];
  if (!bodyModel) return { exchange, fits: true, by: validators };
  const whole = await withWholeBody(exchange);
  return {
    exchange: whole.exchange,
    fits: !isJson(exchange) || bodyFits(whole.body, bodyModel.schema),
    by: [...validators, bodyModel.model],
  };
}

/** Names of the parameters that the method demands and the request lacks. */
export function missingParameters(method: Method, exchange: Exchange): string[] {
  // A path variable is there, or the path would not have matched.
  const wanted = method.required.filter((name) => !name.includes('.path.'));
  return wanted
    .filter((name) => parameter(name, exchange, {}) === undefined)
    .map((name) => name.split('.').slice(3).join('.'));
}

/** The request with its body read, and the body: a model can only be held against all of it. */
async function withWholeBody(exchange: Exchange): Promise<{ exchange: Exchange; body: string }> {
  if (!exchange.body) return { exchange, body: '' };
  const chunks: Buffer[] = [];
  for await (const chunk of exchange.body) chunks.push(Buffer.from(chunk));
  const whole = Buffer.concat(chunks);
  return { exchange: { ...exchange, body: Readable.from([whole]) }, body: whole.toString('utf8') };
}

/** Bodies of other types have no model here, and pass. */
function isJson(exchange: Exchange): boolean {
  return (header(exchange.headers, 'content-type') ?? 'application/json').startsWith('application/json');
}
