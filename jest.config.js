// Jest sets this only where nothing is set; a shell that says production would have libraries behave as in production.
process.env.NODE_ENV = 'test';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/app/test', '<rootDir>/packages/coded-error/test'],
  testMatch: ['**/*.test.ts', '**/*.integration.ts', '**/*.emulator.ts'],
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // Zod loads its messages in fifty languages, in every test file anew; only the English ones are used here.
  moduleNameMapper: { '/locales/index\\.cjs$': '<rootDir>/node_modules/zod/v4/locales/en.cjs' },
  // Tests start real programs; on a busy machine these take their time, and only what hangs is to fail by the clock.
  testTimeout: 120_000,
  globalSetup: '<rootDir>/test/helpers/global-setup.ts',
  coverageProvider: 'v8',
  collectCoverageFrom: ['lib/**/*.ts'],
  coverageThreshold: { global: { statements: 100, branches: 100, functions: 100, lines: 100 } },
  coverageReporters: ['text-summary', 'clover'],
};
