/** The image's health check: ends with 0 if the service in this container answers, and with 1 if it does not. */
const port = process.env.PORT || '8080';

fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(2_000) }).then(
  (answer) => process.exit(answer.ok ? 0 : 1),
  () => process.exit(1),
);
