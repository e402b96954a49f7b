import { placesIn } from '../../src/faults/places';

const deploy = (name: string) => ({ name, provider: 'CloudFormation' });
const job = (name: string) => ({ name, provider: 'CodeBuild' });
const approve = { name: 'Approval', provider: 'Manual' };
const build = { name: 'Build', actions: [job('Image'), job('Synth')] };

describe('where faults meet a pipeline', () => {
  test('is the environment that is entered first, and the first approval, whatever they are called', () => {
    const places = placesIn([
      build,
      { name: 'Qa', actions: [deploy('Network.Deploy'), job('Verify')] },
      { name: 'PromoteLive', actions: [approve] },
      { name: 'Live', actions: [deploy('Network.Deploy'), job('Verify')] },
      { name: 'PromoteMore', actions: [approve] },
    ]);
    expect(places).toMatchObject({ environment: 'Qa', stage: 'Qa', approval: 'PromoteLive/Approval' });
    expect(places.at('Verify')).toBe('Qa/Verify');
  });

  test('is one environment of a stage that deploys several side by side', () => {
    const actions = [deploy('North.Network.Deploy'), deploy('South.Network.Deploy'), job('North.Verify')];
    const places = placesIn([build, { name: 'Markets', actions }]);
    expect(places).toMatchObject({ environment: 'North', stage: 'Markets' });
    expect(places.at('Verify')).toBe('Markets/North.Verify');
  });

  test('is no approval where nobody is asked', () => {
    const places = placesIn([build, { name: 'Qa', actions: [deploy('Network.Deploy')] }]);
    expect(places.approval).toBeUndefined();
  });

  test('is nowhere in a pipeline that deploys nothing', () => {
    expect(() => placesIn([build])).toThrow(/^TAP4063: .* deploys no environment.* the stages Build/);
  });
});
