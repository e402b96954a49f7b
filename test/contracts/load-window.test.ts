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
  const sent = { cloudfront: 3600, api: 0 };
  expect(parseSent(sentText(sent))).toEqual(sent);
  for (const text of ['', notMeasured, 'api:x', 'api:1 cloudfront']) expect(parseSent(text)).toBeUndefined();
});
