import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AcknowledgedChecks } from '../../lib/pipeline/acknowledged-checks';
import { cdkContext } from '../helpers/variants';

const s1 = 'AwsSolutions::AwsSolutions-S1';
const s10 = 'AwsSolutions::AwsSolutions-S10';

/** An app with one bucket, which has neither an access log (S1) nor demands TLS (S10). */
function appWithBucket(acknowledge: (app: App, stack: Stack, bucket: Bucket) => void): App {
  const app = new App({ context: cdkContext() });
  const stack = new Stack(app, 'Any');
  const bucket = new Bucket(stack, 'Bucket');
  acknowledge(app, stack, bucket);
  Validations.of(app).addPlugins(new AcknowledgedChecks(app));
  return app;
}

test('a finding that nobody acknowledged fails synth', () => {
  expect(() => appWithBucket(() => undefined).synth()).toThrow(/server access logs/i);
});

test('findings that are acknowledged, on the resource or anywhere above, let it pass', () => {
  const app = appWithBucket((root, _, bucket) => {
    Validations.of(bucket).acknowledge({ id: s1, reason: 'a test' });
    Validations.of(root).acknowledge({ id: s10, reason: 'a test' });
  });
  expect(() => app.synth()).not.toThrow();
});

test('an acknowledgement that acknowledges nothing fails synth by its id and place', () => {
  const app = appWithBucket((_, stack) => {
    Validations.of(stack).acknowledge({ id: s1, reason: 'a test' }, { id: s10, reason: 'a test' });
    Validations.of(stack).acknowledge({ id: 'AwsSolutions::AwsSolutions-RDS10', reason: 'there is no database' });
  });
  expect(() => app.synth()).toThrow(/"AwsSolutions::AwsSolutions-RDS10" at Any acknowledges nothing here/);
});

test('of two acknowledgements of the same finding the further one acknowledges nothing', () => {
  const app = appWithBucket((_, stack, bucket) => {
    Validations.of(stack).acknowledge({ id: s10, reason: 'a test' }, { id: s1, reason: 'the further one' });
    Validations.of(bucket).acknowledge({ id: s1, reason: 'the closer one' });
  });
  expect(() => app.synth()).toThrow(new RegExp(`"${s1}" at Any acknowledges nothing here`));
});

test('an acknowledgement without prefix fails synth, because its finding would vanish from the report', () => {
  const app = appWithBucket((_, stack) => {
    Validations.of(stack).acknowledge({ id: 'AwsSolutions-S1', reason: 'a test' }, { id: s10, reason: 'a test' });
  });
  expect(() => app.synth()).toThrow(/"Annotation::AwsSolutions-S1" at Any would hide the finding/);
});

test('that an acknowledgement is unused can’t be acknowledged', () => {
  const unused = 'AwsSolutions::AwsSolutions-UnusedAcknowledgement';
  const app = appWithBucket((_, stack) => {
    const ids = [s1, s10, unused, 'AwsSolutions::AwsSolutions-RDS10'];
    Validations.of(stack).acknowledge(...ids.map((id) => ({ id, reason: 'a test' })));
  });
  expect(() => app.synth()).toThrow(/AwsSolutions-RDS10" at Any acknowledges nothing here/);
});
