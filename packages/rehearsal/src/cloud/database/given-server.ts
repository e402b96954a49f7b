import { randomBytes } from 'node:crypto';
import { CodedError } from '@delivery/coded-error';
import { type DatabaseServer, identifier, isUp, literal, runSql } from './database-server';

const answerLimitMs = 5_000;

/** What `newPrefix` makes, in front of a name. */
export const anyPrefix = /^rehearsal_[0-9a-f]{8}_/;

/** Nothing else on the server has it: neither the user's own data, nor another run or cluster. Short, for users have at most 32 characters. */
function newPrefix(): string {
  return `rehearsal_${randomBytes(4).toString('hex')}_`;
}

/**
 * The server that DATABASE_URL names, shared by all clusters of the run: names of schemas and users get a prefix that this
 * cluster alone has, and what has it is dropped at the end.
 *
 * @param url `mysql://user:password@host:port/`; the user must be allowed to create schemas and users
 * @throws TAP4412 if the URL is no such URL or the server does not answer
 */
export async function useGivenServer(url: string): Promise<DatabaseServer> {
  const parsed = parse(url);
  const prefix = newPrefix();
  const { host, port } = parsed;
  if (!(await isUp(parsed, answerLimitMs, () => false))) {
    throw new CodedError('TAP4412', `DATABASE_URL: the server at ${host}:${port} does not let ${parsed.user} in`);
  }
  return {
    kind: `the server at ${host}:${port}`,
    host,
    port,
    prefix,
    sql: (statements) => runSql(parsed, statements),
    ended: new Promise(() => undefined),
    async stop() {
      const like = literal(`${prefix.replaceAll('_', '\\_')}%`);
      const [schemas = [], users = []] = await runSql(parsed, [
        `SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE ${like}`,
        `SELECT user AS name, host AS place FROM mysql.user WHERE user LIKE ${like}`,
      ]);
      await runSql(parsed, [
        ...(schemas as { name: string }[]).map(({ name }) => `DROP DATABASE ${identifier(name)}`),
        ...(users as { name: string; place: string }[]).map(
          (user) => `DROP USER ${literal(user.name)}@${literal(user.place)}`,
        ),
      ]);
    },
  };
}

function parse(url: string): { user: string; password: string; host: string; port: number } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !['mysql:', 'mariadb:'].includes(parsed.protocol) || parsed.hostname === '') {
    // The URL itself may hold a password.
    throw new CodedError('TAP4412', 'DATABASE_URL is not of the form mysql://user:password@host:port/');
  }
  return {
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    host: parsed.hostname,
    port: Number(parsed.port || 3306),
  };
}
