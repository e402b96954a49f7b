import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Log } from '../log';
import type { RouteMetrics } from '../metrics/route-metrics';
import { registerClosing } from './closing';
import { registerErrorAnswers, sendError } from './error-answers';
import { type DatabaseHealth, registerHealth } from './health';
import { loadRunOf } from './load-run';
import { rememberMethods } from './method-not-allowed';
import { requestId, requestIdHeader } from './request-id';
import { revisionHeader } from './revision';
import type { SchemaTypes, ShopServer } from './type-provider';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** False for routes that are left out of metrics and log. Default: true. */
    measured?: boolean;
  }
}

export interface ServerOptions {
  readonly log: Log;
  readonly metrics: RouteMetrics;
  readonly health: DatabaseHealth;
  /** Which image this is, for the header `x-revision`; without one the answers have none. */
  readonly revision: string | undefined;
  /** Adds the routes of the service. */
  readonly routes: (app: ShopServer) => void;
}

/** Largest body in bytes: the largest valid one, `{"cartId": "..."}`, has well below a kilobyte. */
export const bodyLimitBytes = 16 * 1024;

/** Answers are data for programs: no browser may run, frame, guess or store them. */
const guardedHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

/** Makes the HTTP server of a service: its routes, health, errors, ids, limits, log lines and metrics. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { log, metrics, revision } = options;
  const answerHeaders = revision === undefined ? guardedHeaders : { ...guardedHeaders, [revisionHeader]: revision };
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    // One line for each request is written below; the framework's own two would hold whole URLs, ids of carts among them.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestId,
    bodyLimit: bodyLimitBytes,
    requestTimeout: 10_000,
    // Longer than the load balancer's idle timeout of 60 s, so that it is the one to close: otherwise it may send a request
    // into a connection that is just being closed, and answer 502.
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 64 },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: false, verbose: true } },
    frameworkErrors: (error, _request, reply) => sendError(error, reply.headers(answerHeaders)),
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(answerHeaders).header(requestIdHeader, request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (request.routeOptions.config.measured !== false) {
      const route = `${request.method} ${request.routeOptions.url ?? '(none)'}`;
      const ms = Math.round(reply.elapsedTime * 100) / 100;
      metrics.record(route, reply.statusCode, ms);
      // The load balancer's own id of the request, under which its access log has it.
      const trace = request.headers['x-amzn-trace-id'];
      const loadRun = loadRunOf(request);
      request.log.info({ route, status: reply.statusCode, ms, trace, loadRun }, 'request');
    }
    done();
  });
  registerClosing(app);
  acceptEmptyJson(app);
  registerErrorAnswers(app);
  const registerOtherMethods = rememberMethods(app);
  registerHealth(app, options.health);
  options.routes(app.withTypeProvider<SchemaTypes>());
  registerOtherMethods();
  return app;
}

/** Clients may declare JSON and send nothing where a route needs no body; a route that needs one refuses it by its schema. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') {
      done(null, undefined);
      return;
    }
    parse(request, body.toString(), done);
  });
}
