import { type DeliveryData, deliveryData, type EnvironmentData } from '../../lib/config';

/** Accounts of the European variant, in the order of the environments. */
const accounts = ['222222222222', '333333333333', '444444444444'];

function abroad(environment: EnvironmentData, index: number): EnvironmentData {
  return {
    ...environment,
    account: accounts[index],
    region: 'eu-west-1',
    recoveryRegion: 'eu-central-1',
    edge: {
      ...environment.edge,
      domain: `${environment.name.toLowerCase()}.shop.example.com`,
      certificateArn: `arn:aws:acm:us-east-1:${accounts[index]}:certificate/00000000-0000-0000-0000-000000000000`,
      origin: {
        domain: `origin.${environment.name.toLowerCase()}.shop.example.com`,
        certificateArn: `arn:aws:acm:eu-west-1:${accounts[index]}:certificate/00000000-0000-0000-0000-000000000000`,
      },
    },
  };
}

/** The default environments in eu-west-1, each in an account of its own, with domains and a recovery region. */
export const europeData: DeliveryData = {
  ...deliveryData,
  pipeline: { ...deliveryData.pipeline, account: '111111111111', region: 'eu-west-1' },
  environments: deliveryData.environments.map(abroad),
};
