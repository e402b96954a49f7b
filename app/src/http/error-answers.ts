import type { FastifyError, FastifyInstance, FastifyReply, FastifySchemaValidationError } from 'fastify';
import { asUnavailable } from '../database/failures';
import { ApiError } from '../errors';

/** The one form of every error of the API. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string };
}

/** Seconds that a client is asked to wait after a 503. */
const retryAfterSeconds = 2;

/** Turns whatever a route throws into an answer with a code; what the client can't know about is logged and not told. */
export function registerErrorAnswers(app: FastifyInstance): void {
  app.setErrorHandler((error: Error, _request, reply) => sendError(error, reply));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    return sendError(new ApiError('TAP5104', `There is nothing at ${path.slice(0, 200)}`), reply);
  });
}

/** Answers with an error, in the one form that all have. */
export function sendError(error: Error, reply: FastifyReply): FastifyReply {
  const told = toApiError(error);
  if (told.statusCode >= 500) {
    reply.log.error({ code: told.code, err: error }, 'request failed');
  }
  if (told.statusCode === 503) {
    reply.header('retry-after', retryAfterSeconds);
  }
  const answer: ErrorAnswer = { error: { code: told.code, message: told.message } };
  return reply.code(told.statusCode).type('application/json; charset=utf-8').send(answer);
}

function toApiError(error: Error): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  const { code, validation, validationContext } = error as Partial<FastifyError>;
  if (validation?.[0]) {
    return new ApiError('TAP5100', describe(validation[0], validationContext ?? 'request'));
  }
  if (code !== undefined && code in refusals) {
    return refusals[code as keyof typeof refusals]();
  }
  return asUnavailable(error) ?? new ApiError('TAP5200', 'The service failed; the answer holds the id of the request');
}

/** What the framework itself refuses. */
const refusals = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new ApiError('TAP5102', 'The body is too large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new ApiError('TAP5103', 'The body must be sent as application/json'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => new ApiError('TAP5101', 'The body is not JSON'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new ApiError('TAP5101', 'The body is empty; it must be JSON'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new ApiError('TAP5101', 'The body is not as long as its header says'),
  FST_ERR_BAD_URL: () => new ApiError('TAP5104', 'The path is not a valid URL'),
  FST_ERR_MAX_PARAM_LENGTH: () => new ApiError('TAP5104', 'There is nothing at this path'),
};

/** For example: `querystring.limit: must be a whole number from 1 to 100`. The schema's description says what is allowed. */
function describe(problem: FastifySchemaValidationError, where: string): string {
  const path = problem.instancePath.replaceAll('/', '.');
  const { parentSchema } = problem as { parentSchema?: { description?: string } };
  const allowed = parentSchema?.description;
  if (problem.keyword === 'additionalProperties') {
    return `${where}${path}: "${problem.params.additionalProperty}" is not a known field`;
  }
  if (problem.keyword === 'required') {
    return `${where}${path}: "${problem.params.missingProperty}" is missing`;
  }
  return `${where}${path}: ${allowed ? `must be ${allowed}` : (problem.message ?? 'is not valid')}`;
}
