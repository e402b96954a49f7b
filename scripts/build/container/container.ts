import { CodedError } from '@delivery/coded-error';
import { containerCommand, serviceContainer } from '../../../contracts/service-container';
import type { Attempt } from '../attempt';

/** Runs docker to its end, or for so many milliseconds, and gives what came of it. */
export type AskDocker = (args: readonly string[], limitMs?: number) => Promise<Attempt>;

export interface ContainerStart {
  /** Name or digest of the image. */
  readonly image: string;
  readonly service: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Milliseconds for a check: what ECS gives it, and ten seconds for docker itself on a busy machine. */
const checkMs = (serviceContainer.liveness.timeoutSeconds + 10) * 1000;

/** Lines of its log that a container which fails is told with. */
const toldLines = 20;

/**
 * A container of a service, started as the task definition says: its user, its command, a root that nobody writes to, no
 * capability, and an init process that hands signals on.
 *
 * Docker itself runs in the job's container, so a port that is published there is on the job's own address.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html
 */
export class Container {
  /** Fulfilled with its exit code once it has ended, however it did. */
  readonly ended: Promise<number>;
  /** As `ended`; undefined while it runs. */
  exitCode: number | undefined;

  private constructor(
    private readonly id: string,
    private readonly docker: AskDocker,
  ) {
    this.ended = this.require(['wait', id]).then(({ output }) => {
      this.exitCode = Number(output);
      return this.exitCode;
    });
    // Whoever needs it awaits it; until then a failure is nobody's.
    this.ended.catch(() => undefined);
  }

  /** @throws CodedError TAP2031 if docker can't start it */
  static async start({ image, service, variables }: ContainerStart, docker: AskDocker): Promise<Container> {
    const { user, port } = serviceContainer;
    const args = [
      ...['run', '--detach', '--init', '--user', user, '--read-only', '--cap-drop', 'ALL'],
      ...['--publish', `127.0.0.1::${port}`],
      ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...[image, ...containerCommand(service)],
    ];
    const { output } = await required(docker, args);
    // The id is the last line: an engine may have something to say before it.
    return new Container(output.split('\n').at(-1) ?? '', docker);
  }

  /** Whether the container's own check says that it is not stuck. */
  async isAlive(): Promise<boolean> {
    return (await this.docker(['exec', this.id, ...serviceContainer.liveness.command], checkMs)).code === 0;
  }

  /** The port of 127.0.0.1 that leads to its own; undefined once it has ended. */
  async port(): Promise<number | undefined> {
    const { output } = await this.docker(['port', this.id, `${serviceContainer.port}/tcp`]);
    const [, port] = /^127\.0\.0\.1:(\d+)$/m.exec(output) ?? [];
    return port === undefined ? undefined : Number(port);
  }

  /** SIGTERM, and SIGKILL after so many seconds: what ECS does to end a task. */
  async stop(seconds: number): Promise<void> {
    await this.require(['stop', '-t', String(seconds), this.id]);
  }

  /** The end of what it wrote, for whoever reads why it failed. */
  async lastWords(): Promise<string> {
    const { said } = await this.docker(['logs', this.id]);
    return said.split('\n').slice(-toldLines).join('\n');
  }

  async remove(): Promise<void> {
    await this.require(['rm', '--force', this.id]);
  }

  private require(args: readonly string[]): Promise<Attempt> {
    return required(this.docker, args);
  }
}

async function required(docker: AskDocker, args: readonly string[]): Promise<Attempt> {
  const answer = await docker(args);
  if (answer.code === 0) return answer;
  throw new CodedError('TAP2031', `docker ${args[0]} ended with ${answer.code}: ${answer.said}`);
}
