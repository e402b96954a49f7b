import { CodedError } from '@delivery/coded-error';
import { parseConfiguration } from '../../../../lib/config';
import { contractEvidence, requireContract, triedServices } from '../../../../scripts/build/container/hold';
import type { Trial } from '../../../../scripts/build/container/trial';
import { shippedData } from '../../../fixtures/shipped';

const good: Trial = {
  service: 'catalog',
  healthWithoutDatabase: [503, 503, 503],
  aliveAfter: 1,
  endedAfter: 0.1,
  exitCode: 0,
};
const bad = (code: string): Trial => ({
  service: 'checkout',
  healthWithoutDatabase: [200],
  failure: new CodedError(code, 'checkout: a reason'),
});

test('services start with the variables of the first environment, and with a database that is not there', () => {
  const { environments } = parseConfiguration(shippedData, {});
  const tried = triedServices('shop:abc', ['catalog', 'hints'], ['catalog'], environments);
  expect(tried.map(({ image, service, needsDatabase }) => ({ image, service, needsDatabase }))).toEqual([
    { image: 'shop:abc', service: 'catalog', needsDatabase: true },
    { image: 'shop:abc', service: 'hints', needsDatabase: false },
  ]);
  expect(tried[0]?.variables).toMatchObject({
    LOG_LEVEL: 'info',
    PORT: '8080',
    SERVICE_ENVIRONMENT: 'Dev',
    DATABASE_HOST: '127.0.0.1',
    DATABASE_PORT: '1',
    DATABASE_NAME: 'ecommerce_db',
    DATABASE_TLS: 'required',
    DATABASE_SECRET: '{"username":"nobody","password":"none"}',
  });
  expect(tried[0]?.variables).not.toHaveProperty('SERVICE_REVISION');
});

test('one service that breaks a promise is enough, and every one is named', () => {
  expect(() => requireContract([good])).not.toThrow();
  expect(() => requireContract([good, bad('TAP2034')])).toThrow(/^TAP2034: checkout: a reason/);
  expect(() => requireContract([bad('TAP2034'), bad('TAP2035')])).toThrow(/^TAP2034: .*\nTAP2035: checkout: a reason/);
  expect(contractEvidence('shop:abc', [good])).toMatchObject({ image: 'shop:abc', verdict: 'pass' });
  expect(contractEvidence('shop:abc', [good, bad('TAP2034')])).toMatchObject({
    verdict: 'fail',
    services: [{ service: 'catalog' }, { service: 'checkout', reason: 'TAP2034: checkout: a reason' }],
  });
});

test('where no service was tried, nothing was seen', () => {
  expect(() => requireContract([])).toThrow(/^TAP2033: .*no service was there/);
});
