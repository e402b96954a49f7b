import { apiKey, type BackingUnderTest, backingUnderTest } from '../fixtures/backing';
import { apiHost, apiStack, distributionHost, edgeStack, serviceStack } from '../fixtures/stacks';

const never = new AbortController().signal;

describe('backing', () => {
  let test: BackingUnderTest;
  beforeAll(async () => {
    test = backingUnderTest();
    await test.backing.apply(serviceStack(), never);
    await test.backing.apply(apiStack(), never);
    await test.backing.apply(edgeStack(), never);
  });
  afterAll(() => test.end());

  it('answers through the distribution and through the API, from both tasks', async () => {
    const site = test.backing.localise(`https://${distributionHost}`);
    const api = test.backing.localise(`https://${apiHost}/v1/`);
    expect(site.differences).toHaveLength(1);
    expect(api.differences).toHaveLength(1);
    const pids = new Set<number>();
    for (let turn = 0; turn < 4; turn += 1) {
      const [one, other] = await Promise.all([
        fetch(`${site.text}/api/products?fresh=1`),
        fetch(`${api.text}api/products`, { headers: { 'x-api-key': apiKey } }),
      ]);
      expect([one.status, other.status]).toEqual([200, 200]);
      const [first, second] = [(await one.json()) as { pid: number }, (await other.json()) as { pid: number }];
      expect(first).toMatchObject({ role: 'catalog', url: '/api/products?fresh=1' });
      expect(second).toMatchObject({ role: 'catalog', url: '/api/products' });
      pids.add(first.pid).add(second.pid);
    }
    expect(pids.size).toBe(2);
  });

  it('names the resources that tasks and requests have gone through', () => {
    const text = test.used.join('\n');
    for (const expected of [
      'Dev-Service/Service <- task Dev/catalog/1',
      'Dev-Service/Task <- task Dev/catalog/2',
      'Dev-Service/Alb <- request',
      'Dev-Service/Rule <- request',
      'Dev-Service/Group <- request',
      'Dev-Edge/Cdn <- request',
      'Dev-Edge/Origin <- request',
      'Dev-Api/Any <- request',
      'Dev-Api/PlanKey <- request',
      'Dev-Api/Stage <- request',
    ]) {
      expect(text).toContain(expected);
    }
    expect(text).not.toContain('Dev-Service/Target <-');
  });
});
