import { localise } from '../../../src/cloud/doors/localise';

const hosts = [
  { host: 'd1.cloudfront.net', authority: '127.0.0.1:1', web: true },
  { host: 'a.execute-api.us-east-1.amazonaws.com', authority: '127.0.0.1:2', web: true },
  { host: /weather\.cluster-[a-z0-9]+\.us-east-1\.rds\.amazonaws\.com/, authority: '127.0.0.1:3', web: false },
];

describe('localise', () => {
  it.each([
    ['https://d1.cloudfront.net', 'http://127.0.0.1:1'],
    ['https://a.execute-api.us-east-1.amazonaws.com/v1/', 'http://127.0.0.1:2/v1/'],
    ['wss://a.execute-api.us-east-1.amazonaws.com/live', 'ws://127.0.0.1:2/live'],
    ['d1.cloudfront.net:443 and d1.cloudfront.net', '127.0.0.1:1 and 127.0.0.1:1'],
    ['mysql://u@weather.cluster-0a1.us-east-1.rds.amazonaws.com:3306/x', 'mysql://u@127.0.0.1:3/x'],
  ])('%s becomes %s', (text, local) => {
    expect(localise(text, hosts).text).toBe(local);
  });

  it('leaves names alone that only look alike', () => {
    const text =
      'https://d1.cloudfront.net.example.com https://d1xcloudfront.net https://origin.d1.cloudfront.net xd1.cloudfront.net';
    expect(localise(text, hosts)).toEqual({ text, differences: [] });
  });

  it('says what stands on AWS where an address is none of its own', () => {
    const queue = { host: 'localhost:4566', authority: '127.0.0.1:9', web: true, onAws: 'the URL of a queue' };
    const { text, differences } = localise('http://localhost:4566/1/a http://localhost:45667/1/b', [queue]);
    expect(text).toBe('http://127.0.0.1:9/1/a http://localhost:45667/1/b');
    expect(differences).toEqual([{ onAws: 'the URL of a queue', here: 'http://127.0.0.1:9' }]);
  });

  it('says each replaced address once', () => {
    const { differences } = localise('https://d1.cloudfront.net/a https://d1.cloudfront.net/b', hosts);
    expect(differences).toEqual([{ onAws: 'https://d1.cloudfront.net', here: 'http://127.0.0.1:1' }]);
  });
});
