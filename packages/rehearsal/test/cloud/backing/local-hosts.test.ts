import { LocalHosts } from '../../../src/cloud/backing/local-hosts';

/** Doors, load balancers and databases as far as their names go. */
function hosts(balancerUrl: string | undefined): LocalHosts {
  const door = { hosts: ['d1.cloudfront.net', 'weather.example.com'], url: 'http://127.0.0.1:1' };
  const balancer = { host: 'internal-weather.elb.amazonaws.com', url: balancerUrl };
  const database = { hosts: 'weather\\.cluster-\\w+\\.rds\\.amazonaws\\.com', local: { host: '127.0.0.1', port: 3 } };
  return new LocalHosts(
    { all: () => [door] as never },
    { loadBalancers: () => [balancer] as never },
    { addresses: () => [database] as never },
    [{ host: 'localhost:4566', authority: '127.0.0.1:4', web: true }],
  );
}

describe('local hosts', () => {
  it.each([
    ['https://d1.cloudfront.net/x', 'http://127.0.0.1:1/x'],
    ['https://weather.example.com/x', 'http://127.0.0.1:1/x'],
    ['http://internal-weather.elb.amazonaws.com:80/x', 'http://127.0.0.1:2/x'],
    ['http://localhost:4566/1/queue', 'http://127.0.0.1:4/1/queue'],
    ['mysql://u@weather.cluster-1a.rds.amazonaws.com:3306/x', 'mysql://u@127.0.0.1:3/x'],
  ])('%s is %s', (text, local) => {
    const { text: here, differences } = hosts('http://127.0.0.1:2').localise(text);
    expect(here).toBe(local);
    expect(differences).toHaveLength(1);
  });

  it('a load balancer that listens nowhere yet keeps its name', () => {
    const text = 'http://internal-weather.elb.amazonaws.com/x';
    expect(hosts(undefined).localise(text)).toEqual({ text, differences: [] });
  });
});
