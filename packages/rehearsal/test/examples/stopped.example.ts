import { exampleMs, rehearseExample } from './rehearse-example';

test(
  'a check that fails stops the commit, and spares what comes after it',
  () => {
    const { actual, expected, said } = rehearseExample('stopped');
    expect({ ...actual, said }).toEqual({ ...expected, said });
  },
  exampleMs,
);
