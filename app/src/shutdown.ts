import type { Service } from './service';

/** ECS kills a task 30 s after SIGTERM (its default); open requests have this long, in milliseconds. */
const shutdownLimitMs = 25_000;

/** Ends the process on SIGTERM or SIGINT: with 0 once the service has stopped, with 1 (TAP5007) if it doesn't in time. */
export function stopOnSignal(service: Service, limitMs = shutdownLimitMs): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) {
      return;
    }
    stopping = true;
    service.log.info({ signal }, 'stopping');
    setTimeout(() => {
      service.log.error({ code: 'TAP5007', limitMs }, 'requests were still open at the end of the shutdown time');
      process.exit(1);
    }, limitMs).unref();
    service.stop().then(
      () => {
        service.log.info('stopped');
        process.exit(0);
      },
      (error) => {
        service.log.error({ code: 'TAP5007', err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
