import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deliverySchema } from '../../../../lib/config/schema';
import { baseImage } from '../../../../scripts/build/image/base-image';
import { shippedData } from '../../../fixtures/shipped';

const dockerfile = readFileSync(join(__dirname, '../../../../app/Dockerfile'), 'utf8');
const digest = /@(sha256:[0-9a-f]{64})/.exec(dockerfile)?.[1];
const { base } = deliverySchema.parse(shippedData).pipeline.image;

test('the base comes from the pipeline’s repository, by the digest that the Dockerfile pins', () => {
  expect(digest).toBeDefined();
  expect(baseImage(base, dockerfile)).toMatchObject({ reference: `${base}@${digest}`, host: base.split('/')[0] });
});

test('a private repository is logged in to by its own host', () => {
  const mirror = '111111111111.dkr.ecr.eu-central-1.amazonaws.com/mirror/node';
  expect(baseImage(mirror, dockerfile).host).toBe('111111111111.dkr.ecr.eu-central-1.amazonaws.com');
});

test.each(['FROM node:24\n', 'ARG BASE=node:24\nFROM $BASE\n'])('a base that is not pinned is refused', (text) => {
  expect(() => baseImage(base, text)).toThrow(/^TAP2029: app\/Dockerfile: no line "ARG BASE=/);
});

test('a repository where nobody can log in is refused', () => {
  expect(() => baseImage('docker.io/library/node', dockerfile)).toThrow(/^TAP2029: docker\.io\/library\/node/);
});
