import { loadConfiguration, overridesInForce } from '../lib/config';
import { CodedError } from '../lib/errors';
import { DeliveryApp } from '../lib/pipeline/delivery-app';
import { imageDigest } from '../lib/pipeline/image-digest';

try {
  new DeliveryApp({
    configuration: loadConfiguration(process.env),
    imageDigest: imageDigest(process.env),
    overrides: overridesInForce(process.env),
  });
} catch (error) {
  if (!(error instanceof CodedError)) throw error;
  // What was wrong is in the message; where the program noticed it helps nobody.
  console.error(error.message);
  process.exit(1);
}
