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
        fetch(`${site.text}/api/readings?fresh=1`),
        fetch(`${api.text}api/readings`, { headers: { 'x-api-key': apiKey } }),
      ]);
      expect([one.status, other.status]).toEqual([200, 200]);
      const [first, second] = [(await one.json()) as { pid: number }, (await other.json()) as { pid: number }];
      expect(first).toMatchObject({ role: 'readings', url: '/api/readings?fresh=1' });
      expect(second).toMatchObject({ role: 'readings', url: '/api/readings' });
      pids.add(first.pid).add(second.pid);
    }
    expect(pids.size).toBe(2);
  });

  it('names the resources that tasks and requests have gone through', () => {
    const text = test.used.join('\n');
    for (const expected of [
      'Alpha-Service/Service <- task Alpha/readings/1',
      'Alpha-Service/Task <- task Alpha/readings/2',
      'Alpha-Service/Alb <- request',
      'Alpha-Service/Rule <- request',
      'Alpha-Service/Group <- request',
      'Alpha-Edge/Cdn <- request',
      'Alpha-Edge/Origin <- request',
      'Alpha-Api/Any <- request',
      'Alpha-Api/PlanKey <- request',
      'Alpha-Api/Stage <- request',
    ]) {
      expect(text).toContain(expected);
    }
    expect(text).not.toContain('Alpha-Service/Target <-');
  });
});
