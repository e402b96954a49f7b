import { PageEvents } from '../../../../checks/smoke/browser/page-events';

const origin = 'https://shop.example';
let events: PageEvents;

beforeEach(() => {
  events = new PageEvents(origin);
});

const said = () => events.troubles.map(({ what }) => what);

function threw(exceptionId: number, more: Record<string, unknown>): void {
  const details = { exceptionId, text: 'Uncaught', url: `${origin}/app.js`, lineNumber: 2, columnNumber: 6, ...more };
  events.add({ method: 'Runtime.exceptionThrown', params: { exceptionDetails: details } });
}

const answered = (type: string, path: string, status: number) =>
  events.add({
    method: 'Network.responseReceived',
    params: { requestId: '1', type, response: { url: `${origin}${path}`, status } },
  });

function failed(type: string, url: string, more: Record<string, unknown>): void {
  events.add({ method: 'Network.requestWillBeSent', params: { requestId: '1', request: { url } } });
  events.add({
    method: 'Network.loadingFailed',
    params: { requestId: '1', type, errorText: 'net::ERR_FAILED', ...more },
  });
}

const logged = (source: string, level: string) =>
  events.add({
    method: 'Log.entryAdded',
    params: { entry: { source, level, text: 'Odd.', url: `${origin}/cart.js` } },
  });

test('an exception is told with its own words and its place, without its stack', () => {
  threw(1, { exception: { description: 'TypeError: no\n    at shop (https://shop.example/app.js:3:7)' } });
  expect(said()).toEqual(['a script threw TypeError: no, at /app.js:3:7']);
});

test('the place is where it was thrown, which may be another file than the one that ran', () => {
  const frame = { url: 'https://pictures.example/x.js', lineNumber: 8, columnNumber: 0 };
  threw(1, { exception: { value: 'a text' }, stackTrace: { callFrames: [frame] } });
  expect(said()).toEqual(['a script threw "a text", at https://pictures.example/x.js:9:1']);
});

test('a rejection counts until somebody catches it', () => {
  threw(7, { text: 'Uncaught (in promise)', exception: { description: 'Error: late' } });
  threw(8, { text: 'Uncaught (in promise)', exception: { description: 'Error: never' } });
  events.add({ method: 'Runtime.exceptionRevoked', params: { reason: 'caught', exceptionId: 7 } });
  expect(said()).toEqual(['nobody caught the rejection of a promise, Error: never, at /app.js:3:7']);
});

test.each([
  [404, false],
  [500, false],
  [429, true],
  [503, true],
])('a script with status %d is not loaded; that may pass: %s', (status, passing) => {
  answered('Script', '/cart.js', status);
  expect(events.troubles).toEqual([{ what: `the script /cart.js could not be loaded: status ${status}`, passing }]);
});

test('a connection that was cut off may pass; what is blocked or elsewhere does not', () => {
  failed('Script', `${origin}/a.js`, {});
  failed('Script', `${origin}/b.js`, { blockedReason: 'csp' });
  failed('Script', 'https://tracker.example/c.js', { errorText: 'net::ERR_NAME_NOT_RESOLVED' });
  failed('Script', `${origin}/d.js`, { canceled: true });
  expect(events.troubles).toEqual([
    { what: 'the script /a.js could not be loaded: net::ERR_FAILED', passing: true },
    { what: 'the script /b.js could not be loaded: csp', passing: false },
    { what: 'the script https://tracker.example/c.js could not be loaded: net::ERR_NAME_NOT_RESOLVED', passing: false },
  ]);
});

test('what a script asks for in vain is no trouble of its own, and explains a page that shows nothing', () => {
  answered('Fetch', '/api/products?limit=24', 503);
  failed('XHR', `${origin}/api/carts`, {});
  answered('Fetch', '/api/orders', 404);
  expect(said()).toEqual([]);
  expect(events.unanswered).toEqual([
    '/api/products?limit=24 could not be loaded: status 503',
    '/api/carts could not be loaded: net::ERR_FAILED',
  ]);
});

test('pictures, styles, good answers, warnings and what nobody knows are no trouble', () => {
  answered('Image', '/picture.png', 404);
  answered('Stylesheet', '/style.css', 404);
  answered('Other', '/favicon.ico', 404);
  answered('Script', '/app.js', 200);
  logged('network', 'error');
  logged('javascript', 'warning');
  events.add({ method: 'Runtime.consoleAPICalled', params: { type: 'error' } });
  expect({ troubles: events.troubles, unanswered: events.unanswered }).toEqual({ troubles: [], unanswered: [] });
});

test('a script that the browser refuses and a page that crashes are trouble', () => {
  logged('javascript', 'error');
  events.add({ method: 'Inspector.targetCrashed', params: {} });
  expect(said()).toEqual(['the browser refuses /cart.js: Odd.', 'the page crashed']);
});
