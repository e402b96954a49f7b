import { exampleMs, rehearseExample } from './rehearse-example';

test(
  'a function that counts in a table is promoted, and both were used',
  () => {
    const { actual, expected, said } = rehearseExample('counter');
    expect({ ...actual, said }).toEqual({ ...expected, said });
  },
  exampleMs,
);
