import { X509Certificate } from 'node:crypto';
import { connectionOptions } from '../../src/database/connection-options';

const settings = { host: 'database.internal', port: 3306, name: 'ecommerce_db' };
const credentials = { username: 'shop', password: 'hidden' };

describe('connectionOptions', () => {
  test('with TLS required the server must show a certificate of its name from Amazon, and nobody else', () => {
    const { ssl } = connectionOptions({ ...settings, tls: 'required' }, credentials);
    if (typeof ssl !== 'object' || !Array.isArray(ssl.ca)) {
      throw new Error('TLS with own authorities was expected');
    }
    expect(ssl).toMatchObject({ rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' });
    const subjects = ssl.ca.map((pem) => new X509Certificate(pem).subject.replaceAll('\n', ', '));
    expect(subjects.length).toBeGreaterThan(50);
    expect(subjects.filter((subject) => !/Amazon|Starfield/.test(subject))).toEqual([]);
    // What RDS Proxy shows, and what a cluster shows.
    expect(subjects.join()).toContain('CN=Amazon Root CA 1');
    expect(subjects.join()).toContain('CN=Amazon RDS us-east-1 Root CA RSA2048 G1');
  });

  test('without TLS it is off, not optional', () => {
    expect(connectionOptions({ ...settings, tls: 'off' }, credentials)).not.toHaveProperty('ssl');
  });

  test('times are UTC', () => {
    expect(connectionOptions({ ...settings, tls: 'off' }, credentials).timezone).toBe('Z');
  });
});
