import { emulatorVariables } from '../../../src/cloud/emulator/emulator-variables';

const settings = {
  dir: '/somewhere/emulator',
  port: 4_711,
  account: '123456789012',
  region: 'eu-west-1',
};

test('the emulator sees nothing of the user but path and language', () => {
  const user = {
    PATH: '/bin',
    HOME: '/home/me',
    LANG: 'C',
    AWS_ACCESS_KEY_ID: 'AKIAREAL',
    AWS_PROFILE: 'work',
    HTTPS_PROXY: 'http://proxy',
    DOCKER_HOST: 'tcp://docker',
    PYTHONPATH: '/elsewhere',
  };
  const environment = emulatorVariables(settings, user);
  const inherited = Object.entries(user).filter(([name, value]) => environment[name] === value);
  expect(inherited.map(([name]) => name)).toEqual(['PATH', 'LANG']);
});

test('it and its functions go out by the proxy that the run has for them', () => {
  const wayOut = { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'localhost' };
  expect(emulatorVariables({ ...settings, wayOut }, { HTTPS_PROXY: 'http://proxy' })).toMatchObject(wayOut);
  expect(emulatorVariables(settings, {})).not.toHaveProperty('HTTPS_PROXY');
});

test('a variable that the user does not have is left out instead of being empty', () => {
  expect(emulatorVariables(settings, {})).not.toHaveProperty('LANG');
});

test('it listens on loopback alone, opens no further ports and keeps nothing outside its folder', () => {
  const environment = emulatorVariables(settings, {});
  expect(environment).toMatchObject({
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(settings.port),
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    PERSIST_STATE: '0',
  });
  const folders = ['S3_DATA_DIR', 'STATE_DIR', 'TMPDIR', 'HOME'].map((name) => environment[name]);
  expect(folders.filter((folder) => folder?.startsWith(`${settings.dir}/`))).toHaveLength(4);
});
