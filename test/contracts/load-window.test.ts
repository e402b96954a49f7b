import * as fc from 'fast-check';
import { notMeasured, parseSent, parseWindow, sentText, windowText } from '../../contracts/load-window';

test('the window of a load is read as it was written', () => {
  fc.assert(
    fc.property(fc.nat(1e12), fc.integer({ min: 1, max: 1e7 }), (start, length) => {
      const window = {
        startedAt: new Date(start),
        endedAt: new Date(start + length),
        environment: 'Dev',
        execution: 'execution-1',
        build: 'load:1',
      };
      expect(parseWindow(windowText(window))).toEqual(window);
    }),
  );
});

test('what was sent is read as it was written, and nothing where nothing was', () => {
  const sent = { runId: '4d2c-1', doors: { cloudfront: 3600, api: 0 }, tasks: { least: 3500, most: 3600 } };
  expect(sentText(sent)).toBe('run:4d2c-1 tasks:3500-3600 cloudfront:3600 api:0');
  expect(parseSent(sentText(sent))).toEqual(sent);
  const whole = sentText(sent);
  const broken = [
    '',
    notMeasured,
    'api:1',
    `${whole}x`,
    `${whole} api`,
    whole.replace('tasks:3500-', 'tasks:'),
    `${whole} `,
  ];
  for (const text of [...broken, whole.replace('4d2c-1', '"; {'), 'run:a tasks:1-2'])
    expect(parseSent(text)).toBeUndefined();
});
