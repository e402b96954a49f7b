import { SampleReader } from '../../../checks/load-test/sample-reader';
import { failed } from '../../../checks/load-test/samples';
import { requestsPerJourney, sampleLines, samplesWith } from '../support/load-records';

async function read(chunks: readonly string[]): Promise<SampleReader> {
  const reader = new SampleReader();
  for (const chunk of chunks) reader.write(Buffer.from(chunk));
  await reader.end();
  return reader;
}

const change = (_door: string, _step: string, index: number) =>
  index === 7 ? { failed: 'not met: "a, b & c = d", status 500' } : undefined;

describe("k6's samples", () => {
  test('are counted by door and step, wherever the pieces are cut in which they come', async () => {
    const text = sampleLines(change);
    const cut = Array.from({ length: Math.ceil(text.length / 1009) }, (_, index) =>
      text.slice(index * 1009, (index + 1) * 1009),
    );
    const { samples, problem } = await read(cut);
    expect(problem).toBeUndefined();
    const expected = samplesWith(change);
    expect(samples.stepsOf('api').size).toBe(requestsPerJourney);
    expect(samples.stepsOf('api')).toEqual(expected.stepsOf('api'));
    expect(samples.ofDoor('cloudfront')).toEqual(expected.ofDoor('cloudfront'));
    expect([...samples.of('api', 'look').failures]).toEqual([['not met: "a, b & c = d", status 500', 1]]);
    expect(failed(samples.ofDoor('api'))).toBe(requestsPerJourney);
  });

  test('keep what a journey tags for itself apart from what the gate reads', async () => {
    const [header = ''] = sampleLines().split('\n');
    const tags = ['failed=a%20b&discount=100%', 'discount=%&failed=100%', 'discount=50%25&revision=r&note=a=b'];
    const lines = tags.map((own) => `shopper_wait,1767225600000,5.000000,look,api,${own}`);
    const { samples, problem } = await read([`${[header, ...lines].join('\n')}\n`]);
    expect(problem).toBeUndefined();
    expect([...samples.of('api', 'look').failures]).toEqual([
      ['a b', 1],
      ['100%', 1],
    ]);
    expect([...samples.of('api', 'look').revisions]).toEqual([['r', 1]]);
  });

  test('are not read to their end where whoever sees them throws, and that is no end of the program', async () => {
    const reader = new SampleReader(() => {
      throw new Error('boom');
    });
    const text = sampleLines();
    for (let at = 0; at < text.length; at += 100_000) {
      reader.write(Buffer.from(text.slice(at, at + 100_000)));
      await new Promise(setImmediate);
    }
    await reader.end();
    expect(reader.problem).toBe("TAP3105: k6's samples can't be read: boom.");
  });

  test('outside of the doors are no part of the load', async () => {
    const [header = ''] = sampleLines().split('\n');
    const { samples } = await read([`${header}\nhttp_reqs,1767225600000,1.000000,open the empty cart,,\n`]);
    expect(samples.stepsOf('api').size + samples.stepsOf('cloudfront').size).toBe(0);
  });

  test.each([
    [
      'without a column that they need',
      ['metric_name,timestamp\n'],
      /columns metric_value, name, scenario, extra_tags/,
    ],
    ['with a line of another length', ['', 'http_reqs,1\n'], /samples can't be read: .*/],
    ['that are no table', ['"'], /samples can't be read: .*/],
  ])('%s are no samples', async (_what, [first = '', second = ''], message) => {
    const [header = ''] = sampleLines().split('\n');
    const { problem } = await read(second ? [`${header}\n`, second, second] : [first]);
    expect(problem).toMatch(message);
  });
});
