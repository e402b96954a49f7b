import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { searchEarly, searchForAssets } from '../../src/run/engine-search';

const folder = mkdtempSync(join(tmpdir(), 'engine-search-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { signal } = new AbortController();

/** A PATH on which podman builds whatever it is asked to. */
const bin = join(folder, 'bin');
mkdirSync(bin);
writeFileSync(join(bin, 'podman'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
const path = [bin, '/usr/bin', '/bin'].join(delimiter);

const dockerfile = join(folder, 'Dockerfile');
writeFileSync(dockerfile, 'FROM node:22 AS build\nFROM build\nCMD ["node"]\n');
const none = join(folder, 'none');
const assets = (...dockerfiles: readonly string[]) => ({
  imageAssets: async () => dockerfiles.map((one) => ({ hash: 'abc', dockerfile: one, buildArguments: {} })),
});

describe('the search for a container engine', () => {
  test('tries the base of the Dockerfile that the repository tells of', async () => {
    expect(await searchEarly(dockerfile, path, signal)).toMatchObject({ engine: { name: 'podman' }, base: 'node:22' });
  });

  test('waits for the image assets where there is no such file', async () => {
    expect(await searchEarly(none, path, signal)).toBeUndefined();
  });

  test('tries the base of the first image asset that has one', async () => {
    const found = await searchForAssets(assets(none, dockerfile), path, signal);
    expect(found).toMatchObject({ engine: { name: 'podman' }, base: 'node:22' });
  });

  test('finds no engine where there is nothing to try it with', async () => {
    expect(await searchForAssets(assets(), path, signal)).toMatchObject({ engine: undefined });
  });
});
