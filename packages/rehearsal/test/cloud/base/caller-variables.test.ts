import { callerVariables } from '../../../src/cloud/base/caller-variables';

const keys = { accessKey: 'AKIAX', secretKey: 's' };

test("a caller's environment points everything at the gateway and away from the user's own files and machine", () => {
  expect(callerVariables('http://127.0.0.1:1', keys, 'eu-west-1')).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: keys.accessKey,
    AWS_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});
