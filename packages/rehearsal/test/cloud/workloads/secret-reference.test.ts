import { parseSecretReference, pickSecret } from '../../../src/cloud/workloads/secret-reference';
import { SECRET_ARN } from '../fixtures/stacks';

describe('secret reference', () => {
  it('gives the whole value, or one key of it', () => {
    expect(parseSecretReference(SECRET_ARN)).toEqual({ arn: SECRET_ARN });
    expect(parseSecretReference(`${SECRET_ARN}:password::`)).toEqual({ arn: SECRET_ARN, jsonKey: 'password' });
    expect(pickSecret('plain', { arn: SECRET_ARN })).toBe('plain');
    expect(pickSecret('{"password":"p","port":3306}', { arn: SECRET_ARN, jsonKey: 'password' })).toBe('p');
    expect(pickSecret('{"password":"p","port":3306}', { arn: SECRET_ARN, jsonKey: 'port' })).toBe('3306');
  });

  it('refuses a key that is not there without repeating the value', () => {
    for (const value of ['hidden', '{"a":"hidden"}']) {
      const attempt = () => pickSecret(value, { arn: SECRET_ARN, jsonKey: 'b' });
      expect(attempt).toThrow(/^TAP4405/);
      expect(attempt).not.toThrow(/hidden/);
    }
  });
});
