import { parseSecretReference, pickSecret } from '../../../src/cloud/workloads/secret-reference';
import { secretArn } from '../fixtures/stacks';

describe('secret reference', () => {
  it('gives the whole value, or one key of it', () => {
    expect(parseSecretReference(secretArn)).toEqual({ arn: secretArn });
    expect(parseSecretReference(`${secretArn}:password::`)).toEqual({ arn: secretArn, jsonKey: 'password' });
    expect(pickSecret('plain', { arn: secretArn })).toBe('plain');
    expect(pickSecret('{"password":"p","port":3306}', { arn: secretArn, jsonKey: 'password' })).toBe('p');
    expect(pickSecret('{"password":"p","port":3306}', { arn: secretArn, jsonKey: 'port' })).toBe('3306');
  });

  it('refuses a key that is not there without repeating the value', () => {
    for (const value of ['hidden', '{"a":"hidden"}']) {
      const attempt = () => pickSecret(value, { arn: secretArn, jsonKey: 'b' });
      expect(attempt).toThrow(/^TAP4405/);
      expect(attempt).not.toThrow(/hidden/);
    }
  });
});
