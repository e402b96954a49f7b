/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/app/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // Packages that are published as ECMAScript modules alone are compiled too; all others are taken as they are.
  transformIgnorePatterns: [
    '/node_modules/(?!(execa|listr2|is-plain-obj|is-stream|get-stream|npm-run-path|path-key|pretty-ms|parse-ms|strip-final-newline|yoctocolors|human-signals|figures|is-unicode-supported|unicorn-magic|@sindresorhus|@sec-ant)/)',
  ],
  globalSetup: '<rootDir>/test/helpers/global-setup.ts',
  coverageProvider: 'v8',
  collectCoverageFrom: ['lib/**/*.ts'],
  coverageThreshold: { global: { statements: 100, branches: 100, functions: 100, lines: 100 } },
  coverageReporters: ['text-summary', 'clover'],
};
