import type { DeliveryData } from '../../lib/config';
import { baseRegistryOf } from '../../lib/config';
import { checkImage } from '../../lib/config/image';
import { parsed, refusal } from './edited';

type Image = NonNullable<DeliveryData['pipeline']['image']>;

const withImage = (image: Image) =>
  parsed((data) => {
    data.pipeline.image = image;
  }).pipeline.image;
const refused = (image: object) => refusal(() => withImage(image as Image));

const today = new Date('2026-11-29T12:00:00Z');
const accepted = (until: string, id = 'CVE-2026-12345') => ({ id, reason: 'Debian has no fix yet', until });
const dated =
  (...acceptedFindings: ReturnType<typeof accepted>[]) =>
  () =>
    checkImage({ base: 'public.ecr.aws/docker/library/node', acceptedFindings }, today);

test('without a word the base comes from a registry that can be logged in to, and nothing is accepted', () => {
  const { base, acceptedFindings } = parsed(() => undefined).pipeline.image;
  expect(baseRegistryOf(base)).toBeDefined();
  expect(acceptedFindings).toEqual([]);
});

test('a private repository is known by its account, region and name', () => {
  const { base } = withImage({ base: '111111111111.dkr.ecr.eu-central-1.amazonaws.com/docker-hub/library/node' });
  expect(baseRegistryOf(base)).toEqual({
    kind: 'private',
    host: '111111111111.dkr.ecr.eu-central-1.amazonaws.com',
    account: '111111111111',
    region: 'eu-central-1',
    repositoryName: 'docker-hub/library/node',
  });
});

test.each([
  'node',
  'docker.io/library/node',
  'public.ecr.aws/docker/library/node:24',
  `public.ecr.aws/docker/library/node@sha256:${'a'.repeat(64)}`,
  'publicXecr.aws/docker/library/node',
  'public.ecr.aws/node',
  '111111111111.dkr.ecr.eu-nowhere-1.amazonaws.com/node',
  '1111.dkr.ecr.eu-central-1.amazonaws.com/node',
  'https://public.ecr.aws/docker/library/node',
])('a base from where nobody logs in, or with a tag or digest of its own, is refused: %s', (base) => {
  const { message } = refused({ base });
  expect(message).toMatch(/^TAP1051: pipeline\.image\.base: /);
  expect(message).toContain(base);
});

test('the name of a repository has at most 256 characters, and an error repeats no more than is needed to find it', () => {
  const ofLength = (length: number) => `111111111111.dkr.ecr.eu-central-1.amazonaws.com/${'n'.repeat(length)}`;
  expect(withImage({ base: ofLength(256) }).base).toBe(ofLength(256));
  const { code, message } = refused({ base: ofLength(5000) });
  expect(code).toBe('TAP1051');
  expect(message).toContain('"111111111111.dkr.ecr');
  expect(message.length).toBeLessThan(1000);
  expect(refused({ base: ofLength(257) }).code).toBe('TAP1051');
});

test.each([
  ['without a day', { id: 'CVE-2026-12345', reason: 'Debian has no fix yet' }, 'until'],
  ['with a day that is none', accepted('2026-02-30'), 'until'],
  ['without a reason', { ...accepted('2026-12-31'), reason: '   ' }, 'reason'],
  ['without a name', { ...accepted('2026-12-31'), id: '' }, 'id'],
])('a finding accepted %s is refused, with its place', (_case, finding, field) => {
  const { code, message } = refused({ acceptedFindings: [finding] });
  expect(code).toBe('TAP1001');
  expect(message).toContain(`pipeline.image.acceptedFindings[0].${field}: received`);
});

test('a finding is accepted for at most a year', () => {
  expect(dated(accepted('2027-11-29'))).not.toThrow();
  const { message } = refusal(dated(accepted('2027-12-01')));
  expect(message).toMatch(/^TAP1052: pipeline\.image\.acceptedFindings\[0]\.until: "2027-12-01"/);
});

test('an acceptance that is over refuses no configuration: the scan decides whether it matters', () => {
  expect(dated(accepted('2020-01-01'))).not.toThrow();
});

test('a finding is accepted once', () => {
  expect(dated(accepted('2026-12-31'), accepted('2026-12-31', 'CVE-2026-2'))).not.toThrow();
  const { message } = refusal(dated(accepted('2026-12-31'), accepted('2026-12-01')));
  expect(message).toMatch(/^TAP1053: pipeline\.image\.acceptedFindings\[1]\.id: "CVE-2026-12345"/);
});
