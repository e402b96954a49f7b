import { App } from 'aws-cdk-lib';
import { DeliveryStack } from '../lib/delivery-stack';

new DeliveryStack(new App(), 'ParcelsDelivery', { env: { account: '123456789012', region: 'eu-west-1' } });
