import type { BaseImage } from '../../../../scripts/build/image/base-image';
import { publishImage, tagFor } from '../../../../scripts/build/image/publish';
import type { Registry } from '../../../../scripts/build/image/registry';

const imageDigest = `sha256:${'a'.repeat(64)}`;
const password = 'the-password';

interface Docker {
  readonly args: readonly string[];
  readonly input?: string;
}

async function publish(
  digests: readonly (string | undefined)[],
  {
    failing,
    base,
    pushed = [],
  }: { readonly failing?: string; readonly base?: BaseImage; readonly pushed?: string[] } = {},
): Promise<{ digest: string; docker: readonly Docker[] }> {
  const answers = [...digests];
  const calls: Docker[] = [];
  const registry: Registry = {
    digestOf: async () => answers.shift(),
    credentials: async () => ({ user: 'AWS', password: password }),
    scanOf: async () => ({ status: 'COMPLETE', counts: {}, findings: [] }),
  };
  const digest = await publishImage({
    registry,
    repositoryUri: 'registry.example.com/tap/shop',
    tag: 'abc',
    context: '/source/app',
    base,
    judge: async (reference) => {
      calls.push({ args: ['judged', reference] });
      if (failing === 'judged') throw new Error('judged failed');
    },
    docker: async (args, input) => {
      calls.push({ args, input });
      if (args[0] === 'push') pushed.push(args[1] ?? '');
      if (args.includes(failing ?? '')) throw new Error(`${failing} failed`);
    },
    log: () => undefined,
  });
  return { digest, docker: calls };
}

test('an image that the registry has already is taken as it is, and judged; nothing is built', async () => {
  const { digest, docker } = await publish([imageDigest]);
  expect(digest).toBe(imageDigest);
  const reference = `registry.example.com/tap/shop@${imageDigest}`;
  expect(docker.map(({ args }) => args[0])).toEqual(['login', 'pull', 'judged']);
  expect(docker.slice(1).map(({ args }) => args[1])).toEqual([reference, reference]);
});

test.each([[imageDigest], [undefined]])(
  'an image that is not good stops it: of one that is new, nothing is pushed',
  async (existing) => {
    const pushed: string[] = [];
    await expect(publish([existing, imageDigest], { failing: 'judged', pushed })).rejects.toThrow('judged failed');
    expect(pushed).toEqual([]);
  },
);

test('otherwise it is built, judged, then pushed under the commit’s tag, and the registry says its digest', async () => {
  const { digest, docker } = await publish([undefined, imageDigest]);
  expect(digest).toBe(imageDigest);
  expect(docker.map(({ args }) => args[0])).toEqual(['build', 'judged', 'login', 'push']);
  expect(docker[0]?.args).toEqual(['build', '--tag', 'registry.example.com/tap/shop:abc', '/source/app']);
  expect(docker[3]?.args).toEqual(['push', 'registry.example.com/tap/shop:abc']);
});

test('the password goes by standard input to the registry’s host, and into no argument', async () => {
  const { docker } = await publish([undefined, imageDigest]);
  expect(docker.flatMap(({ args }) => args).join(' ')).not.toContain(password);
  expect(docker[2]).toEqual({
    args: ['login', '--username', 'AWS', '--password-stdin', 'registry.example.com'],
    input: password,
  });
});

const base: BaseImage = {
  reference: `public.ecr.aws/docker/library/node@${imageDigest}`,
  host: 'public.ecr.aws',
  credentials: async () => ({ user: 'AWS', password: password }),
};

test('a base of its own is pulled with a login, and the build starts from it', async () => {
  const { docker } = await publish([undefined, imageDigest], { base });
  expect(docker.map(({ args }) => args[0])).toEqual(['login', 'pull', 'build', 'judged', 'login', 'push']);
  expect(docker[0]).toEqual({
    args: ['login', '--username', 'AWS', '--password-stdin', 'public.ecr.aws'],
    input: password,
  });
  expect(docker[1]?.args).toEqual(['pull', base.reference]);
  expect(docker[2]?.args).toEqual(expect.arrayContaining(['--build-arg', `BASE=${base.reference}`]));
  expect(docker.flatMap(({ args }) => args).join(' ')).not.toContain(password);
});

test.each(['pull', 'public.ecr.aws'])('a base that can’t be had is told from a build that fails', async (failing) => {
  await expect(publish([undefined, imageDigest], { base, failing })).rejects.toThrow(
    new RegExp(`^TAP2029: ${base.reference}: .*${failing} failed`),
  );
});

test.each(['build', 'login', 'push'])('a %s that fails stops it', async (step) => {
  await expect(publish([undefined, imageDigest], { failing: step })).rejects.toThrow(`${step} failed`);
});

test('an image that is not there after the push stops it', async () => {
  await expect(publish([undefined, undefined])).rejects.toThrow(/^TAP2023/);
});

test('a commit id is its own tag; what a tag may not hold becomes one that is always the same', () => {
  expect(tagFor('0123456789abcdef0123456789abcdef01234567')).toBe('0123456789abcdef0123456789abcdef01234567');
  const version = '3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY';
  expect(tagFor(version)).toMatch(/^v-[0-9a-f]{64}$/);
  expect(tagFor(version)).toBe(tagFor(version));
  expect(tagFor('.hidden')).not.toBe('.hidden');
});
