import { type DeliveryData, deliveryData, type EnvironmentData } from '../../lib/config';

/** An account for each environment, however many there are. */
function accountOf(index: number): string {
  return String(222_222_222_222 + index);
}

/** The pipeline's stage of all environments after the first. */
const wave = 'Markets';
const promotion = { approval: true, timeoutHours: 24 } as const;

function abroad(environment: EnvironmentData, index: number): EnvironmentData {
  const account = accountOf(index);
  return {
    ...environment,
    ...(index === 0 ? {} : { wave, promotion }),
    account,
    region: 'eu-west-1',
    recoveryRegion: 'eu-central-1',
    edge: {
      ...environment.edge,
      domain: `${environment.name.toLowerCase()}.shop.example.com`,
      certificateArn: `arn:aws:acm:us-east-1:${account}:certificate/00000000-0000-0000-0000-000000000000`,
      origin: {
        domain: `origin.${environment.name.toLowerCase()}.shop.example.com`,
        certificateArn: `arn:aws:acm:eu-west-1:${account}:certificate/00000000-0000-0000-0000-000000000000`,
      },
    },
  };
}

/**
 * The default environments in eu-west-1, each in an account of its own, with domains and a recovery region; after the first
 * one, all others are entered side by side.
 */
export const europeData: DeliveryData = {
  ...deliveryData,
  pipeline: { ...deliveryData.pipeline, account: '111111111111', region: 'eu-west-1' },
  environments: deliveryData.environments.map(abroad),
};
