import { parseConfiguration } from '../../../lib/config';
import { accountsOf, placeName, regionsOfEnvironment, regionsOfPipeline } from '../../../scripts/accounts/places';
import { europeData } from '../../fixtures/europe';
import { shippedData } from '../../fixtures/shipped';

describe('the accounts of a configuration', () => {
  const abroad = parseConfiguration(europeData, {});
  const atHome = parseConfiguration(shippedData, {});

  test('are that of the pipeline and those of the environments, each once', () => {
    const accounts = accountsOf(abroad);
    expect(accounts.length).toBe(1 + europeData.environments.length);
    expect(accounts.map(({ account }) => account)).toEqual([
      europeData.pipeline.account,
      ...europeData.environments.map(({ account }) => account),
    ]);
  });

  test('have their own region and us-east-1, whatever is in which', () => {
    const [pipeline, first] = accountsOf(abroad);
    expect(pipeline?.places.map((place) => [place.region, place.pipeline, place.environments.length])).toEqual([
      ['eu-west-1', true, 0],
      ['us-east-1', true, 0],
    ]);
    expect(
      first?.places.map((place) => [place.region, place.pipeline, place.environments.map(({ name }) => name)]),
    ).toEqual([
      ['eu-west-1', false, ['Dev']],
      ['us-east-1', false, ['Dev']],
    ]);
  });

  test('are one without a name where the configuration leaves them out', () => {
    const accounts = accountsOf(atHome);
    expect(accounts.length).toBe(1);
    expect(accounts[0]?.account).toBeUndefined();
    const [place, ...others] = accounts[0]?.places ?? [];
    expect(others).toEqual([]);
    expect(place).toMatchObject({ region: 'us-east-1', pipeline: true });
    expect(place?.environments.map(({ name }) => name)).toEqual(['Dev', 'Staging', 'Prod']);
  });

  test('share one where the pipeline and an environment are in the same', () => {
    const [dev, ...others] = europeData.environments;
    const account = europeData.pipeline.account;
    const together = parseConfiguration(
      {
        ...europeData,
        environments: [{ ...dev, edge: { priceClass: 'PriceClass_100', requestsPerAddress: 100 }, account }, ...others],
      },
      {},
    );
    const [first] = accountsOf(together);
    expect(
      first?.places.map((place) => [place.region, place.pipeline, place.environments.map(({ name }) => name)]),
    ).toEqual([
      ['eu-west-1', true, ['Dev']],
      ['us-east-1', true, ['Dev']],
    ]);
  });
});

test('the pipeline is in its own region and in those it deploys to', () => {
  const [dev, ...others] = europeData.environments;
  const apart = parseConfiguration({ ...europeData, pipeline: { ...europeData.pipeline, region: 'eu-central-1' } }, {});
  expect([dev, ...others].map((environment) => environment?.region)).toContain('eu-west-1');
  expect(regionsOfPipeline(apart)).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1']);
});

test('an environment in us-east-1 has one region, any other has two', () => {
  const [home] = parseConfiguration(shippedData, {}).environments;
  const [abroad] = parseConfiguration(europeData, {}).environments;
  expect(home && regionsOfEnvironment(home)).toEqual(['us-east-1']);
  expect(abroad && regionsOfEnvironment(abroad)).toEqual(['eu-west-1', 'us-east-1']);
});

test.each([
  [{ account: '111111111111', region: 'eu-west-1' }, 'account 111111111111, eu-west-1'],
  [{ account: '111111111111' }, 'account 111111111111'],
  [{ region: 'us-east-1' }, 'the account of your credentials, us-east-1'],
])('%j is written as %s', (place, written) => {
  expect(placeName(place)).toBe(written);
});
