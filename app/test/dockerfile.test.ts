import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Instructions of the Dockerfile, with their continuation lines joined. */
const instructions = readFileSync(join(__dirname, '..', 'Dockerfile'), 'utf8')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => line.trim().split(/\s+/));
const all = (name: string) => instructions.filter(([instruction]) => instruction === name);
/** Those of the stage that becomes the image. */
const final = instructions.slice(instructions.findLastIndex(([instruction]) => instruction === 'FROM'));

describe('the image', () => {
  test('is built in more than one stage, each of them from the one base', () => {
    expect(all('FROM').length).toBeGreaterThan(1);
    for (const [, base] of all('FROM')) expect(base).toMatch(/^\$\{BASE\}$/);
  });

  test('has a base that can be replaced, pinned by digest', () => {
    expect(all('ARG')).toEqual([['ARG', expect.stringMatching(/^BASE=\S+@sha256:[0-9a-f]{64}$/)]]);
  });

  test('runs as a user with a number, who is not root', () => {
    const users = final.filter(([instruction]) => instruction === 'USER').map(([, user]) => user);
    expect(users).toEqual([expect.stringMatching(/^[1-9]\d*$/)]);
  });

  test('knows whether it is well', () => {
    expect(final.filter(([instruction]) => instruction === 'HEALTHCHECK')).toHaveLength(1);
  });

  test('takes from the build what it runs, and installs nothing', () => {
    const copies = final.filter(([instruction]) => instruction === 'COPY');
    expect(copies.length).toBeGreaterThan(0);
    for (const copy of copies) expect(copy).toContain('--from=build');
    expect(final.some(([instruction]) => instruction === 'RUN')).toBe(false);
  });
});
