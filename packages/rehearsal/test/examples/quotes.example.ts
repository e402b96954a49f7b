import { exampleMs, rehearseExample } from './rehearse-example';

test(
  'a server whose container is built from the repository is promoted, and answered through its load balancer',
  () => {
    const { actual, expected, said } = rehearseExample('quotes');
    expect({ ...actual, said }).toEqual({ ...expected, said });
  },
  exampleMs,
);
