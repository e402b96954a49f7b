import { setTimeout as sleep } from 'node:timers/promises';
import type { Rows } from '../../src/cloud/database/rows';
import { type Standing, UpdateWatch } from '../../src/update/update-watch';

const rowsOf = (...ids: readonly string[]): ReadonlyMap<string, Rows> =>
  new Map([['Cluster', new Map([['weather.readings', new Map(ids.map((id) => [id, { id }]))]])]]);

/** Alpha with a database of two rows, and a witness whose every request is answered; or as it is told. */
function standing(more: { readonly rows?: ReadonlyMap<string, Rows>; readonly missing?: readonly string[] } = {}) {
  const state = { answered: true, written: 0, visits: 0, rows: rowsOf('1', '2') };
  const environment: Standing = {
    environment: 'Alpha',
    rows: async () => state.rows,
    witness: {
      async write() {
        state.written += 1;
      },
      async visit() {
        await sleep(1);
        state.visits += 1;
        return [
          { name: 'readings', ok: state.answered, detail: state.answered ? '200' : '503 nobody' },
          { name: 'page', ok: true, detail: '200' },
        ];
      },
      missing: async () => more.missing ?? [],
    },
  };
  if (more.rows !== undefined) state.rows = more.rows;
  return { state, environment };
}

const watching = () =>
  new UpdateWatch(async (_stage, action) => action.endsWith('.Deploy'), new AbortController().signal);

/** An action of Alpha begins. */
const begins = (watch: UpdateWatch, action: string, stage = 'Alpha') =>
  watch.hooks.beforeAction?.(stage, action, new AbortController().signal);

/** Until somebody was served. */
async function served(state: { readonly visits: number }): Promise<void> {
  const before = state.visits;
  while (state.visits <= before) await sleep(1);
}

describe('the update of an environment', () => {
  test('is good where every request is answered and every row is kept', async () => {
    const { state, environment } = standing();
    const watch = watching();
    await watch.prepare(environment);
    expect(state.written).toBe(1);
    await begins(watch, 'Network.Deploy');
    await served(state);
    await begins(watch, 'Service.Deploy');
    await served(state);
    await begins(watch, 'Verify');
    const [alpha, ...others] = await watch.finish();
    expect(others).toEqual([]);
    expect(alpha).toMatchObject({ environment: 'Alpha', rowsBefore: 2, rowsAfter: 2, requestsLost: 0, problems: [] });
    expect(alpha?.requests).toBeGreaterThanOrEqual(4);
  });

  test('visits from its first deployment to its next other action, and at no other time', async () => {
    const { state, environment } = standing();
    const watch = watching();
    await watch.prepare(environment);
    await begins(watch, 'FailedCreations');
    await begins(watch, 'Network.Deploy', 'Beta');
    await sleep(5);
    expect(state.visits).toBe(0);
    await begins(watch, 'Network.Deploy');
    await served(state);
    // Actions of one run order begin side by side.
    await Promise.all([begins(watch, 'Verify'), begins(watch, 'Protection')]);
    const after = state.visits;
    await begins(watch, 'Network.Deploy');
    await sleep(5);
    expect(state.visits).toBe(after);
    expect(await watch.finish()).toHaveLength(1);
  });

  test('tells of each lost request, and of further ones by number', async () => {
    const { state, environment } = standing();
    const watch = watching();
    await watch.prepare(environment);
    state.answered = false;
    await begins(watch, 'Service.Deploy');
    while (state.visits < 5) await served(state);
    const [alpha] = await watch.finish();
    expect(alpha?.requestsLost).toBe(state.visits);
    expect(alpha?.problems.slice(0, 3)).toEqual(Array(3).fill('a request was lost: readings: 503 nobody'));
    expect(alpha?.problems[3]).toBe(`${state.visits - 3} further requests were lost`);
  });

  test('tells of rows that were lost, and of what the witness misses', async () => {
    const { state, environment } = standing({ missing: ['reading 2 is another'] });
    const watch = watching();
    await watch.prepare(environment);
    await begins(watch, 'Data.Deploy');
    await served(state);
    state.rows = rowsOf('1');
    const [alpha] = await watch.finish();
    expect(alpha).toMatchObject({ rowsBefore: 2, rowsAfter: 1 });
    expect(alpha?.problems.join('\n')).toMatch(/1 of 2 rows of weather\.readings[\s\S]*reading 2 is another/);
  });

  test('is not good where the database held nothing that could have been lost', async () => {
    const { state, environment } = standing({ rows: rowsOf() });
    const watch = watching();
    await watch.prepare(environment);
    await begins(watch, 'Data.Deploy');
    await served(state);
    expect((await watch.finish())[0]?.problems).toEqual([expect.stringMatching(/held no row before/)]);
  });

  test('is good without database and witness, where there was nothing to lose', async () => {
    const watch = watching();
    await watch.prepare({ environment: 'Alpha', rows: async () => new Map() });
    await begins(watch, 'Network.Deploy');
    expect(await watch.finish()).toMatchObject([{ requests: 0, rowsBefore: 0, problems: [] }]);
  });

  test('tells of no environment that the run did not come to', async () => {
    const watch = watching();
    await watch.prepare(standing().environment);
    await begins(watch, 'FailedCreations');
    expect(await watch.finish()).toEqual([]);
  });

  test('ends its visits with the run', async () => {
    const { state, environment } = standing();
    const run = new AbortController();
    const watch = new UpdateWatch(async () => true, run.signal);
    await watch.prepare(environment);
    await begins(watch, 'Network.Deploy');
    await served(state);
    run.abort();
    await sleep(10);
    const after = state.visits;
    await sleep(10);
    expect(state.visits).toBe(after);
    await watch.finish();
  });
});
