import type { StackDeployment } from '../../src/cloud/base/contracts';
import { Bootstraps } from '../../src/cloud/bootstraps';

/** Bootstraps whose stacks are noted, and fail where `refused` says so. */
function rig(refused: (deployment: StackDeployment) => boolean = () => false) {
  const deployed: StackDeployment[] = [];
  const bootstraps = new Bootstraps({ environmentOf: ({ stack }) => `of ${stack}` }, '111111111111', async (one) => {
    deployed.push(one);
    if (refused(one)) throw new Error('refused');
  });
  return { bootstraps, deployed };
}

describe('a bootstrap', () => {
  it('deploys the stack of the CDK, trusted by the pipeline, once under each qualifier', async () => {
    const { bootstraps, deployed } = rig();
    await Promise.all([
      bootstraps.bootstrap('222222222222', 'eu-west-1', 'hnb659fds'),
      bootstraps.bootstrap('222222222222', 'eu-west-1', 'hnb659fds'),
      bootstraps.bootstrap('222222222222', 'eu-west-1', 'weather'),
    ]);
    expect(deployed.map(({ stack }) => stack).sort()).toEqual(['CDKToolkit', 'CDKToolkit-weather']);
    expect(deployed.find(({ stack }) => stack === 'CDKToolkit')).toMatchObject({
      account: '222222222222',
      region: 'eu-west-1',
      environment: 'of CDKToolkit',
      parameters: { Qualifier: 'hnb659fds', TrustedAccounts: '111111111111' },
      caller: { name: 'rehearsal bootstrap', account: '222222222222', region: 'eu-west-1' },
    });
  });

  it('is known from the moment it is asked for, in this order', async () => {
    const { bootstraps } = rig();
    const all = [bootstraps.bootstrap('2', 'us-east-1', 'q'), bootstraps.bootstrap('1', 'eu-west-1', 'q')];
    expect(bootstraps.all()).toEqual([
      { account: '2', region: 'us-east-1' },
      { account: '1', region: 'eu-west-1' },
    ]);
    await Promise.all(all);
  });

  it('that failed has failed for whoever asks again', async () => {
    const { bootstraps, deployed } = rig(() => true);
    await expect(bootstraps.bootstrap('1', 'us-east-1', 'q')).rejects.toThrow('refused');
    await expect(bootstraps.bootstrap('1', 'us-east-1', 'q')).rejects.toThrow('refused');
    expect(deployed).toHaveLength(1);
  });
});
