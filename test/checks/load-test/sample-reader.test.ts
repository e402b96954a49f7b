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
