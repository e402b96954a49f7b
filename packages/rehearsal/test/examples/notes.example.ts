import { exampleMs, rehearseExample } from './rehearse-example';

test(
  'an app in Python, whose function keeps notes in a bucket, is promoted',
  () => {
    const { actual, expected, said } = rehearseExample('notes');
    expect({ ...actual, said }).toEqual({ ...expected, said });
  },
  exampleMs,
);
