import { readDockerfile, stagesUpTo } from '../../src/executors/image/dockerfile';
import { imageStart } from '../../src/executors/image/image-start';

const startOf = (text: string, target?: string) =>
  imageStart(stagesUpTo(target, readDockerfile(text)), { MODE: 'given' });

describe('what a Dockerfile says of how a container is started', () => {
  const text = `FROM node AS base
ARG MODE=default
ENV NODE_ENV=production KIND="two words"
ENV GREETING hello there
ENV TOGETHER=$NODE_ENV-$MODE
WORKDIR /srv
WORKDIR app
CMD ["node", "main.js"]

FROM base AS debug
ENTRYPOINT ["node", "--inspect"]

FROM base
CMD npm start
`;

  test('is the working directory, the variables and the command of its last stage and what that stands on', () => {
    expect(startOf(text)).toEqual({
      workdir: '/srv/app',
      entryPoint: [],
      command: ['/bin/sh', '-c', 'npm start'],
      variables: {
        NODE_ENV: 'production',
        KIND: 'two words',
        GREETING: 'hello there',
        TOGETHER: 'production-given',
      },
    });
  });

  test('is that of a target, whose entry point takes the command below it away', () => {
    expect(startOf(text, 'debug')).toMatchObject({ entryPoint: ['node', '--inspect'], command: [] });
    expect(startOf(text, 'base')).toMatchObject({ entryPoint: [], command: ['node', 'main.js'] });
  });

  test('is nothing where only the base image says it', () => {
    expect(startOf('FROM nginx\nCOPY . .\n')).toEqual({ workdir: '/', entryPoint: [], command: [], variables: {} });
  });
});
