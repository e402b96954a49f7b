import { watchLifetime } from '../../src/command/lifetime';
import { RunAborted } from '../../src/command/run-error';

test.each([
  { stream: process.stdout, name: 'standard output' },
  { stream: process.stderr, name: 'standard error' },
])('a run whose $name nobody reads any more is interrupted, and the watch leaves nothing behind', ({ stream }) => {
  const before = stream.listenerCount('error');
  const controller = new AbortController();
  const unwatch = watchLifetime(controller);
  try {
    stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect(controller.signal.reason).toBeInstanceOf(RunAborted);
    expect(controller.signal.reason).toMatchObject({ verdict: 'interrupted' });
  } finally {
    unwatch();
  }
  expect(stream.listenerCount('error')).toBe(before);
});
