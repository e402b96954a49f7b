import { realSurroundings } from '../../src/run/real-surroundings';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

test("what a run loads and starts finds nothing of the person's AWS configuration, and keeps all other variables", () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAPLANTED', AWS_PROFILE: 'reader', STAGE: 'live' });
  process.env.AWS_CONFIG_FILE = '/home/me/.aws/config';
  realSurroundings('/nowhere');
  const values = Object.values(process.env);
  for (const planted of ['AKIAPLANTED', 'reader', '/home/me/.aws/config']) expect(values).not.toContain(planted);
  expect(process.env).toMatchObject({ STAGE: 'live', PATH: before.PATH, AWS_CONFIG_FILE: '/dev/null' });
});
