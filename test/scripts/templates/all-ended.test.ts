import { setTimeout as pause } from 'node:timers/promises';
import { allEnded } from '../../../scripts/templates/all-ended';

test('gives what all give, in their order', async () => {
  expect(await allEnded([pause(20, 'slow'), pause(1, 2)])).toEqual(['slow', 2]);
});

test('tells a failure only when the others have ended', async () => {
  let ended = false;
  const slow = pause(50).then(() => {
    ended = true;
  });
  await expect(allEnded([Promise.reject(new Error('broken')), slow])).rejects.toThrow('broken');
  expect(ended).toBe(true);
});
