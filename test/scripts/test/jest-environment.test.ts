afterEach(() => jest.resetModules());

test('tests run as tests, also in a shell whose NODE_ENV says production', () => {
  process.env.NODE_ENV = 'production';
  jest.requireActual('../../../jest.config.js');
  expect(process.env.NODE_ENV).toBe('test');
});
