import { readDockerCommand, splitReference } from '../../src/executors/image/docker-command';

const read = (text: string) => readDockerCommand(text.split(' '));

describe('a docker command line', () => {
  test('build is understood with its tags, file, target and arguments, in both spellings', () => {
    const expected = {
      kind: 'build',
      tags: ['a/b:1'],
      context: 'app',
      file: 'F',
      target: 't',
      buildArguments: { X: 'y=z' },
      push: false,
    };
    expect(read('build --tag a/b:1 --file F --target t --build-arg X=y=z app')).toEqual(expected);
    expect(read('buildx build --pull -t a/b:1 --file=F --target=t --build-arg=X=y=z --load app')).toEqual(expected);
  });

  test('options with a value do not become the context', () => {
    expect(read('build --platform linux/amd64 --label a=b -t x .')).toMatchObject({ context: '.', tags: ['x'] });
    expect(read('buildx build --push -t x app')).toMatchObject({ context: 'app', push: true });
  });

  test('pull, push, tag and login are known, everything else is for an engine', () => {
    expect(read('pull a/b@sha256:1')).toEqual({ kind: 'pull', reference: 'a/b@sha256:1' });
    expect(read('inspect a')).toEqual({ kind: 'inspect', reference: 'a' });
    expect(read('image inspect a')).toEqual({ kind: 'inspect', reference: 'a' });
    expect(read('push --quiet a/b:1')).toEqual({ kind: 'push', reference: 'a/b:1' });
    expect(read('image push a/b:1')).toEqual({ kind: 'push', reference: 'a/b:1' });
    expect(read('tag a b')).toEqual({ kind: 'tag', source: 'a', target: 'b' });
    expect(read('login --username u --password-stdin host')).toEqual({ kind: 'login' });
    expect(read('run --init a b')).toEqual({ kind: 'run', args: ['--init', 'a', 'b'] });
    expect(read('container stop a')).toEqual({ kind: 'stop', args: ['a'] });
    expect(read('compose up')).toEqual({ kind: 'other' });
  });

  test('a reference falls into repository and tag', () => {
    expect(splitReference('1.dkr.ecr.us-east-1.amazonaws.com/acme/app:abc')).toEqual({
      repository: 'acme/app',
      tag: 'abc',
    });
    expect(splitReference('app')).toEqual({ repository: 'app', tag: 'latest' });
  });
});
