import { UsageBook } from '../../../src/cloud/resources/usage-book';

const service = { account: '222222222222', region: 'eu-west-1', stack: 'Alpha-Service', logicalId: 'Service' };

test('each user of a resource is kept once, however often it is told', () => {
  const book = new UsageBook();
  for (const by of ['task 1', 'task 2', 'task 1']) book.use(service, by);
  expect(book.usersOf(service)).toEqual(['task 1', 'task 2']);
});

test('the same logical id in another stack, region or account is another resource', () => {
  const book = new UsageBook();
  book.use(service, 'task 1');
  const others = [{ stack: 'Gamma-Service' }, { region: 'us-east-1' }, { account: '333333333333' }];
  expect(others.map((other) => book.usersOf({ ...service, ...other }))).toEqual([[], [], []]);
});

test('what was used can be forgotten, and is noted anew afterwards', () => {
  const book = new UsageBook();
  book.use(service, 'task 1');
  book.forget();
  expect(book.usersOf(service)).toEqual([]);
  book.use(service, 'task 1');
  expect(book.usersOf(service)).toEqual(['task 1']);
});
