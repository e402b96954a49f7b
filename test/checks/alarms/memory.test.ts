import { grown, memoryQuestions, memoryWords, onlyGrew } from '../../../checks/alarms/memory';
import { bakeWindow, declared, described } from '../support/alarm-records';

const course = (...percents: number[]) => ({ service: 'catalog', percents });

test.each<[string, number[]]>([
  ['grows all the time', [30, 32, 34, 36, 38]],
  ['stands for a minute and grows on', [30, 34, 34, 36, 39]],
  ['grows faster and faster', [30, 30, 31, 33, 40]],
  ['gives little of it back once', [30, 36, 35, 40, 50]],
  ['dips at the end by a hair', [30, 50, 70, 90, 89.9]],
])('memory that %s only grew', (_, percents) => {
  expect(onlyGrew(course(...percents))).toBe(true);
  expect(memoryWords([course(...percents)])).toBe(`catalog: only grew, ${percents.join(', ')} percent.`);
});

test.each<[string, number[]]>([
  ['grows at warm-up and then stands', [30, 45, 50, 50, 50]],
  ['grows at warm-up and then hardly', [30, 45, 50, 51, 52]],
  ['is collected now and then, and fills again', [30, 50, 32, 52, 36]],
  ['falls', [50, 40, 30, 20]],
  ['stands', [40, 40, 40, 40]],
])('memory that %s no steady growth', (_, percents) => {
  expect(onlyGrew(course(...percents))).toBe(false);
  expect(memoryWords([course(...percents)])).toMatch(/^catalog: no steady growth, /);
});

test('of too few data points nothing is said, and they are counted', () => {
  expect(onlyGrew(course(10, 50, 90))).toBe(false);
  expect(memoryWords([course(10, 50, 90)])).toBe('catalog: 3 data points, and 4 are needed to tell.');
  expect(memoryWords([course()])).toBe('catalog: 0 data points, and 4 are needed to tell.');
  expect(memoryWords([])).toBe('No alarm looks at the memory of a service.');
});

test('growth is from the first minute to the last', () => {
  expect([grown([30, 50, 42.126]), grown([40]), grown([])]).toEqual([12.13, 0, 0]);
});

test('each service is asked for once, whatever looks at it besides', () => {
  const [one] = described(declared()).sources;
  if (!one) throw new Error('no source');
  const of = (metric: string, ...services: string[]) => ({
    region: 'us-east-1',
    source: {
      ...one,
      namespace: 'AWS/ECS',
      metric,
      dimensions: services.map((value) => ({ name: 'ServiceName', value })),
    },
  });
  const memory = 'MemoryUtilization';
  const watched = [
    { region: 'us-east-1', source: one },
    of('CPUUtilization', 'catalog'),
    of(memory, 'catalog'),
    of(memory, 'catalog'),
    of(memory, 'checkout'),
    of(memory),
  ];
  expect([...memoryQuestions(watched, bakeWindow).keys()]).toEqual(['catalog', 'checkout']);
});
