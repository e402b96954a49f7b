/**
 * How ECS starts a container of a service, and how it is asked and ended: what the task definition says and what the image
 * is held to before it is deployed. docs/your-service.md has the promises in words.
 */
export const serviceContainer = {
  port: 8080,
  /** Numeric, so that the runtime can tell that it is not root. The image's own user. */
  user: '1000:1000',
  /** What the load balancer asks: 200 if the service can serve. */
  health: { path: '/health', timeoutSeconds: 5 },
  /** The container's own check, in place of the image's, which ECS ignores: ends with 0 while the process is not stuck. */
  liveness: {
    command: ['node', 'dist/container-health.js'],
    intervalSeconds: 15,
    timeoutSeconds: 5,
    retries: 3,
    startPeriodSeconds: 30,
  },
  /**
   * Seconds from SIGTERM to SIGKILL; ECS's default.
   * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
   */
  stopSeconds: 30,
} as const;

/** @param name a service's name, or `migrate` */
export function containerCommand(name: string): string[] {
  return ['node', 'dist/main.js', name];
}

export interface ContainerVariables {
  /** Name of the environment, for example `Dev`. */
  readonly environment: string;
  readonly database: { readonly host: string; readonly port: number; readonly name: string };
  /** The secret to read again when the database refuses. */
  readonly databaseSecretArn: string;
  /** @default - none: the image's digest is not known */
  readonly revision?: string;
  /** Those that the configuration adds; the others win. */
  readonly further: Readonly<Record<string, string>>;
}

/** The variables of a container, but for its secrets. */
export function containerVariables(values: ContainerVariables): Record<string, string> {
  const { environment, database, databaseSecretArn, revision, further } = values;
  const told: Record<string, string> = revision === undefined ? {} : { SERVICE_REVISION: revision };
  return {
    ...further,
    PORT: String(serviceContainer.port),
    SERVICE_ENVIRONMENT: environment,
    ...told,
    DATABASE_HOST: database.host,
    DATABASE_PORT: String(database.port),
    DATABASE_NAME: database.name,
    DATABASE_TLS: 'required',
    DATABASE_SECRET_ARN: databaseSecretArn,
  };
}
