import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBuiltImage, readTaskImage, writeBuiltImage } from '../../src/executors/image/built-images';
import { imageFolderName } from '../../src/executors/image/manifest';

const folder = mkdtempSync(join(tmpdir(), 'built-images-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const digest = `sha256:${'a'.repeat(64)}`;
const start = { command: ['node', 'main.js'], environment: {}, workingDirectory: '/' };

test("the files of an image lie where its run's images are, also if an earlier run has built them", () => {
  const [before, now] = [join(folder, 'before'), join(folder, 'now')];
  const files = join(before, imageFolderName(digest));
  mkdirSync(files, { recursive: true });
  const image = { folder: files, start, config: 'c', ran: [], notRun: [] };
  writeBuiltImage(before, digest, image as never);
  expect(readBuiltImage(before, digest)).toEqual(image);
  renameSync(before, now);
  expect(readBuiltImage(before, digest)).toBeUndefined();
  expect(readBuiltImage(now, digest)).toEqual({ ...image, folder: join(now, imageFolderName(digest)) });
  expect(readTaskImage(now, digest)).toMatchObject({ directory: join(now, imageFolderName(digest)) });
});
