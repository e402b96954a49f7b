import { delimiter, dirname, join } from 'node:path';
import type { Difference } from '../../events/events';
import { withoutOtherEndpoints } from '../base/caller-variables';
import type { ContainerDefinition } from './task-definition';

/** A database endpoint of the templates and the server on this machine that stands for it. */
export interface DatabaseAddress {
  /** Expression for the host names that the templates have: cluster, reader, proxy. */
  readonly hosts: string;
  /** Port as the templates have it. */
  readonly port: number;
  readonly local: { readonly host: string; readonly port: number };
  /** Name of the schema as the templates have it, and here. */
  readonly schema?: { readonly name: string; readonly here: string };
}

/** A container as far as its variables go. */
type NamedContainer = Pick<ContainerDefinition, 'name' | 'variables' | 'ports'>;

export interface TaskVariablesInput {
  readonly container: NamedContainer;
  /** Values of the container's secrets, by variable. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly databases: readonly DatabaseAddress[];
  /** Variables of a container that has a database. */
  readonly withDatabase: Readonly<Record<string, string>>;
  /** Any other host name: as `Backing.localise`. */
  localise(text: string): { readonly text: string; readonly differences: readonly Difference[] };
  /** Port to listen on; absent for a container that listens on none. */
  readonly port?: number;
  /** Endpoint, credentials and region of the task's own caller. */
  readonly aws: Readonly<Record<string, string>>;
  /** Variables that lead its requests to a proxy. */
  readonly wayOut: Readonly<Record<string, string>>;
  /** An empty folder: programs must not find the user's settings in theirs. */
  readonly home: string;
}

/** All variables of a container's process, and in what they differ from those of the task definition. */
export function taskVariables(input: TaskVariablesInput): {
  readonly env: Record<string, string>;
  readonly differences: readonly Difference[];
} {
  const { container } = input;
  const declared = withoutOtherEndpoints({ ...container.variables, ...input.secrets });
  const env = declared.variables;
  const differences: Difference[] = [...declared.differences];
  const override = (name: string, value: string) => {
    differences.push({ onAws: `${name}=${env[name] ?? '(not set)'} in container ${container.name}`, here: value });
    env[name] = value;
  };

  for (const database of input.databases) pointToDatabase(env, database, override);
  for (const name of Object.keys(container.variables).filter((one) => one in env)) {
    const local = input.localise(env[name] ?? '');
    env[name] = local.text;
    differences.push(...local.differences);
  }
  if (input.port !== undefined) {
    override('PORT', String(input.port));
    Object.assign(env, listeningHere(env, container.ports, input.port));
    differences.push(portDifference(container, input.port));
  }
  override('HOST', '127.0.0.1');
  if (input.databases.length > 0) {
    for (const [name, value] of Object.entries(input.withDatabase)) override(name, value);
  }
  return { env: { ...env, ...input.aws, ...input.wayOut, ...machine(input.home) }, differences };
}

function pointToDatabase(
  env: Record<string, string>,
  database: DatabaseAddress,
  override: (name: string, value: string) => void,
): void {
  const { local } = database;
  for (const [name, value] of Object.entries(env)) {
    const host = new RegExp(database.hosts).exec(value)?.[0];
    if (host === undefined) {
      if (database.schema !== undefined && value === database.schema.name && value !== database.schema.here) {
        override(name, database.schema.here);
      }
      continue;
    }
    const inside = secretWithAddress(value, host, local);
    if (inside !== undefined) {
      // A secret's value stands in no report.
      env[name] = inside;
    } else if (value === host) {
      override(name, local.host);
      override(portVariable(name), String(local.port));
    } else {
      override(
        name,
        value
          .replaceAll(`${host}:${database.port}`, `${local.host}:${local.port}`)
          .replaceAll(host, `${local.host}:${local.port}`),
      );
    }
  }
}

/** A secret in JSON that names the database too, as RDS's own secrets do, with the address of this machine. */
function secretWithAddress(value: string, host: string, local: DatabaseAddress['local']): string | undefined {
  try {
    const secret: unknown = JSON.parse(value);
    if (typeof secret !== 'object' || secret === null || (secret as { host?: unknown }).host !== host) return undefined;
    return JSON.stringify({ ...secret, host: local.host, port: local.port });
  } catch {
    return undefined;
  }
}

/** `DATABASE_PORT` for `DATABASE_HOST` or `DATABASE_ENDPOINT`. */
function portVariable(hostVariable: string): string {
  const named = hostVariable.replace(/(HOST(NAME)?|ENDPOINT|ADDRESS)$/i, 'PORT');
  return named === hostVariable ? `${hostVariable}_PORT` : named;
}

/** Loads what lets a server in Node that names the port of its container listen on the one that it has here. */
function listeningHere(
  { NODE_OPTIONS: options }: Readonly<Record<string, string>>,
  ports: readonly number[],
  port: number,
): Record<string, string> {
  const load = `--require ${JSON.stringify(join(__dirname, 'listen-here.cjs'))}`;
  return {
    NODE_OPTIONS: options === undefined ? load : `${options} ${load}`,
    REHEARSAL_PORTS: ports.join(','),
    REHEARSAL_PORT: String(port),
  };
}

function portDifference({ name, ports }: NamedContainer, port: number): Difference {
  return {
    onAws: `container ${name} listens on ${ports.join(', ')}`,
    here: `on 127.0.0.1:${port}, as PORT says; a server in Node listens there whatever its code says`,
  };
}

/** What a container would find in its image; nothing of the user's own. */
function machine(home: string): Record<string, string> {
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  return { PATH: path, LANG: 'C.UTF-8', HOME: home, TMPDIR: home };
}
