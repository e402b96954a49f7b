import type { Owned } from '../../../src/cloud/deployed/deployed-stacks';
import { type EmulatedDoorServices, openEmulatedDoor } from '../../../src/cloud/doors/emulated-door';
import { resource } from '../fixtures/stacks';

const host = 'abc.lambda-url.us-east-1.on.aws';
const owned = (logicalId: string, environment = 'Alpha'): Owned => ({
  ...resource('Alpha-Weather', logicalId, 'AWS::Lambda::Url', logicalId),
  environment,
});

/** A door before an emulator that answers like this; it is closed with the test. */
async function opened(answer: EmulatedDoorServices['answer'], current = () => owned('Url')) {
  const used: string[] = [];
  const door = await openEmulatedDoor(current, host, {
    answer,
    through: ({ url }) => [current(), ...(url.startsWith('/staged') ? [owned('Stage')] : [])],
    used: (resources, { url }) => used.push(`${resources.map(({ logicalId }) => logicalId).join(' ')} <- ${url}`),
  });
  closing.push(() => door.close());
  return { door, used };
}
const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

describe('a door to what the emulator answers', () => {
  test('hands the request on, the answer back, and tells what was used by it', async () => {
    const { door, used } = await opened(async ({ method, url, headers, body }) => ({
      status: 201,
      headers: { 'x-seen': String(headers['x-own']) },
      body: `${method} ${url} ${body ? 'with' : 'without'} a body`,
    }));
    const answer = await fetch(`${door.url}/staged/a?b=%20`, { method: 'PUT', body: 'x', headers: { 'x-own': 'yes' } });
    expect([answer.status, answer.headers.get('x-seen')]).toEqual([201, 'yes']);
    expect(await answer.text()).toBe('PUT /staged/a?b=%20 with a body');
    await fetch(`${door.url}/a`);
    expect(used).toEqual(['Url Stage <- /staged/a?b=%20', 'Url <- /a']);
  });

  test('is the resource as it is deployed now, by the host that AWS gives it, and says what is different', async () => {
    let current = owned('Url');
    const { door } = await opened(
      async () => ({ status: 200, headers: {}, body: '' }),
      () => current,
    );
    current = owned('Other', 'Live');
    expect(door).toMatchObject({ environment: 'Live', resource: { logicalId: 'Other' }, hosts: [host] });
    expect(new URL(door.url).hostname).toBe('127.0.0.1');
    expect(door.differences).toEqual([expect.objectContaining({ onAws: expect.stringContaining('TLS') })]);
  });

  test.each<[string, EmulatedDoorServices['answer']]>([
    ['rejects', () => Promise.reject(new Error('gone'))],
    [
      'throws',
      () => {
        throw new Error('gone');
      },
    ],
  ])('answers 502 where the emulator can not be asked, and nothing was used: it %s', async (_how, answer) => {
    const { door, used } = await opened(answer);
    expect((await fetch(door.url)).status).toBe(502);
    expect(used).toEqual([]);
  });

  test('leads nowhere once it is closed', async () => {
    const { door } = await opened(async () => ({ status: 200, headers: {}, body: '' }));
    await door.close();
    await expect(fetch(door.url)).rejects.toThrow();
  });
});
