import { failureThreshold } from '../../../src/cloud/workloads/deployment';
import { backingUnderTest } from '../fixtures/backing';
import { eventually } from '../fixtures/eventually';
import { distributionHost, edgeStack, imageDigest, secretArn, serviceStack } from '../fixtures/stacks';

const never = new AbortController().signal;

/** A backing with a door, and the processes that answer behind it. */
function bench() {
  const test = backingUnderTest();
  const answer = async (path = '/api/x') => {
    const response = await fetch(`${test.backing.localise(`https://${distributionHost}`).text}${path}`);
    return response.status === 200
      ? ((await response.json()) as { pid: number; environment?: Record<string, string> })
      : undefined;
  };
  return {
    ...test,
    answer,
    pids: async () => new Set((await Promise.all(Array.from({ length: 8 }, () => answer()))).map((one) => one?.pid)),
    warnings: () =>
      test.events.flatMap((event) => (event.type === 'warning' ? [`${event.code} ${event.message}`] : [])),
  };
}

describe('failureThreshold', () => {
  it('is half of the desired tasks, between 3 and 200', () => {
    expect([1, 2, 6, 7, 25, 1000].map(failureThreshold)).toEqual([3, 3, 3, 4, 13, 200]);
  });
});

describe('service', () => {
  it('replaces its tasks without a failed request when it is deployed anew, and leaves them when nothing changed', async () => {
    const test = bench();
    await test.backing.apply(serviceStack(), never);
    await test.backing.apply(edgeStack(), never);
    const before = await test.pids();
    await test.backing.apply(serviceStack(), never);
    expect(await test.pids()).toEqual(before);

    let asked = 0;
    let failed = 0;
    let going = true;
    const asking = (async () => {
      while (going) {
        asked += 1;
        if (!(await test.answer())) failed += 1;
      }
    })();
    await test.backing.apply(serviceStack({ revision: 2 }), never);
    const after = await test.pids();
    going = false;
    await asking;
    expect([before.size, after.size, [...after].filter((pid) => before.has(pid))]).toEqual([2, 2, []]);
    expect(asked).toBeGreaterThan(0);
    expect(failed).toBe(0);
    await test.end();
  });

  it('trips the circuit breaker over tasks that crash, and keeps the ones that it had', async () => {
    const test = bench();
    await test.backing.apply(serviceStack(), never);
    await test.backing.apply(edgeStack(), never);
    const before = await test.pids();
    const broken = test.backing.apply(serviceStack({ revision: 2, environment: { CRASH: 'yes' } }), never);
    await expect(broken).rejects.toThrow(/^TAP4404: ECS Deployment Circuit Breaker was triggered.*exit code 3/);
    expect(test.warnings().filter((text) => text.startsWith('TAP4409'))).not.toHaveLength(0);
    await test.backing.apply(serviceStack(), never);
    expect(await test.pids()).toEqual(before);
    await test.end();
  });

  it('gives up a service whose migration fails, and starts no other container of the task', async () => {
    const test = bench();
    const broken = test.backing.apply(serviceStack({ migrate: true, environment: { MIGRATE_EXIT: '4' } }), never);
    await expect(broken).rejects.toThrow(/init container migrate .* exit code 4/);
    expect(test.used).toEqual([]);
    await test.end();
  });

  it('gives a task its secrets, read as the execution role, and its own credentials', async () => {
    const read: string[] = [];
    const test = backingUnderTest({
      secret: async (caller, arn) => {
        read.push(`${caller.name} ${caller.roleArn} ${arn}`);
        return '{"username":"weather","password":"p"}';
      },
    });
    const secrets = { WHOLE: secretArn, PART: `${secretArn}:password::` };
    await test.backing.apply(serviceStack({ migrate: true, secrets, tasks: 1 }), never);
    await test.backing.apply(edgeStack(), never);
    const site = test.backing.localise(`https://${distributionHost}`).text;
    const { environment } = (await (await fetch(`${site}/api/environment`)).json()) as {
      environment: Record<string, string>;
    };
    expect(environment).toMatchObject({
      WHOLE: '{"username":"weather","password":"p"}',
      PART: 'p',
      AWS_ACCESS_KEY_ID: 'task Alpha/readings/1',
    });
    expect(new Set(read)).toEqual(
      new Set([`task Alpha/readings/1 (execution role) arn:aws:iam::111111111111:role/execution ${secretArn}`]),
    );
    await test.end();
  });

  it('refuses an image that is not of this run, and a secret that can not be read', async () => {
    const test = backingUnderTest({ secret: () => Promise.reject(new Error('denied')) });
    const unknown = serviceStack();
    const text = JSON.stringify(unknown).replaceAll('a'.repeat(64), 'b'.repeat(64));
    await expect(test.backing.apply(JSON.parse(text), never)).rejects.toThrow(/TAP4402: CannotPullContainerError/);
    await expect(test.backing.apply(serviceStack({ secrets: { A: secretArn } }), never)).rejects.toThrow(
      /TAP4405.*denied/,
    );
    await test.end();
  });

  it('starts an image that is named by a tag of its registry, and refuses a tag that this has not', async () => {
    const test = bench();
    const tagged = (tag: string) => JSON.parse(JSON.stringify(serviceStack()).replaceAll(`@${imageDigest}`, `:${tag}`));
    await test.backing.apply(tagged('tagged'), never);
    expect(test.used).toContain('Alpha-Service/Service <- task Alpha/readings/1');
    await expect(test.backing.apply(tagged('unknown'), never)).rejects.toThrow(/TAP4402.*weather:unknown/);
    await test.end();
  });

  it('gives up at once a service whose program only a base image has, breaker or not', async () => {
    const test = bench();
    const text = JSON.stringify(serviceStack())
      .replace('"Command":["node","server.js","readings"]', '"Command":["nginx"]')
      .replace('"Enable":true', '"Enable":false');
    await expect(test.backing.apply(JSON.parse(text), never)).rejects.toThrow(/^TAP4414: container readings .*nginx/);
    await test.end();
  });

  it('replaces a task that was killed, and says so', async () => {
    const test = bench();
    await test.backing.apply(serviceStack(), never);
    await test.backing.apply(edgeStack(), never);
    const before = await test.pids();
    // Tasks stand in the order in which they became healthy.
    const killed = test.backing.faults.killTask('Alpha');
    expect(['Alpha/readings/1', 'Alpha/readings/2']).toContain(killed);
    await eventually('a third task', () => test.used.some((text) => text.includes('Alpha/readings/3')));
    expect(test.warnings()).toEqual([expect.stringContaining(`TAP4409 task ${killed} stopped and is replaced`)]);
    await eventually('a new process', async () => [...(await test.pids())].some((pid) => !before.has(pid)));
    await test.end();
  });

  it('ends every task when its stack is removed, and stops waiting for one when the run ends', async () => {
    const test = bench();
    await test.backing.apply(serviceStack(), never);
    await test.backing.apply(edgeStack(), never);
    const pids = await test.pids();
    await test.backing.remove(serviceStack());
    for (const pid of pids) expect(() => process.kill(pid ?? 0, 0)).toThrow();
    const waiting = test.backing.apply(serviceStack({ environment: { HEALTH: 'bad' } }), never);
    const refused = expect(waiting).rejects.toThrow(/^TAP4406/);
    const began = Date.now();
    await test.end();
    await refused;
    expect(Date.now() - began).toBeLessThan(3_000);
  });
});
