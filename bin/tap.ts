import './tell-errors';
import { loadConfiguration, overridesInForce } from '../lib/config';
import { readPin } from '../lib/config/pin';
import { requirePinned } from '../lib/config/require-pinned';
import { DeliveryApp } from '../lib/pipeline/delivery-app';
import { imageDigest, isOfThePipeline } from '../lib/pipeline/image-digest';

const configuration = loadConfiguration(process.env);
requirePinned(configuration, readPin());
new DeliveryApp({
  configuration,
  imageDigest: imageDigest(process.env),
  overrides: overridesInForce(process.env),
  terminationProtection: isOfThePipeline(process.env),
});
