import './tell-errors';
import { loadConfiguration, overridesInForce } from '../lib/config';
import { DeliveryApp } from '../lib/pipeline/delivery-app';
import { imageDigest, isOfThePipeline } from '../lib/pipeline/image-digest';

new DeliveryApp({
  configuration: loadConfiguration(process.env),
  imageDigest: imageDigest(process.env),
  overrides: overridesInForce(process.env),
  terminationProtection: isOfThePipeline(process.env),
});
