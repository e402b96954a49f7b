/** What k6 offers beside its modules and `@types/k6` leaves out; there is no DOM and no Node in it. */
declare const console: {
  log(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
};
