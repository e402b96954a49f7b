import { exampleMs, rehearseExample } from './rehearse-example';

test(
  'a parcel that is sent by a bus arrives in a queue, from an app in a folder that pnpm installs',
  () => {
    const { actual, expected, said } = rehearseExample('parcels', 'infra');
    expect({ ...actual, said }).toEqual({ ...expected, said });
  },
  exampleMs,
);
