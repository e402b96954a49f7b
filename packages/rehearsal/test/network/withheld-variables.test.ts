import { proxyVariables } from '../../src/network/proxy-variables';
import { passedOn, whyNotPassedOn, whyNotSet } from '../../src/network/withheld-variables';

describe('a variable for what is executed', () => {
  test.each([
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_CONFIG_FILE',
    'AWS_ROLE_ARN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    'AWS_ENDPOINT_URL',
    'AWS_ENDPOINT_URL_S3',
    'AWS_ENDPOINT_URL_ACCOUNT',
    'BOTO_CONFIG',
  ])('is never %s, which could lead to AWS', (name) => {
    expect(whyNotSet(name)).toMatch(/nothing of a rehearsal reaches AWS/);
    expect(whyNotPassedOn(name)).toMatch(/AWS configuration/);
  });

  test.each(['PATH', 'HOME', ...Object.keys(proxyVariables('http://127.0.0.1:1'))])(
    'is never %s, which the rehearsal sets',
    (name) => {
      expect(whyNotSet(name)).toMatch(/by the rehearsal itself/);
      expect(whyNotPassedOn(name)).toMatch(/by the rehearsal itself/);
    },
  );

  test.each(['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ACCOUNT_ID', 'AWS_ALPHA_ACCOUNT_ID'])(
    'may be set to a region or an account, and is not taken from the person: %s',
    (name) => {
      expect(whyNotSet(name)).toBeUndefined();
      expect(whyNotPassedOn(name)).toMatch(/AWS configuration/);
    },
  );

  test.each(['A*', 'AW*', 'AWS*', 'AWS_*', 'AWS_REG*', 'B*', 'BOTO*'])('is never taken by %s', (pattern) => {
    expect(whyNotPassedOn(pattern)).toMatch(/AWS configuration/);
  });

  test.each(['STAGE', 'CDK_DEFAULT_ACCOUNT', 'AWSOME', 'MY_AWS_PROFILE', 'NPM_TOKEN'])('may be %s', (name) => {
    expect(whyNotSet(name)).toBeUndefined();
    expect(whyNotPassedOn(name)).toBeUndefined();
  });

  test.each(['APP_*', 'AX*', 'BOT_*'])('may be taken by %s', (pattern) => {
    expect(whyNotPassedOn(pattern)).toBeUndefined();
  });
});

test('variables are passed on by their names and by what they begin with, and no others', () => {
  const set = { HOUSE_DOOR: 'red', HOUSE: 'small', STAGE: 'live', STAGES: 'three', OTHER: 'x' };
  expect(passedOn(['HOUSE_*', 'STAGE', 'MISSING'], set)).toEqual({ HOUSE_DOOR: 'red', STAGE: 'live' });
});
