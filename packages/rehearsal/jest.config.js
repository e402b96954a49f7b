// Jest sets this only where nothing is set; a shell that says production would have libraries behave as in production.
process.env.NODE_ENV = 'test';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts', '**/*.integration.ts', '**/*.emulator.ts'],
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // Tests start real programs; on a busy machine these take their time, and only what hangs is to fail by the clock.
  testTimeout: 120_000,
};
