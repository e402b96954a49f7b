import { exampleMs, rehearseExample } from './rehearse-example';

test(
  'a pipeline written action by action is promoted, and its messages went through a queue',
  () => {
    const { actual, expected, said } = rehearseExample('postbox');
    expect({ ...actual, said }).toEqual({ ...expected, said });
  },
  exampleMs,
);
