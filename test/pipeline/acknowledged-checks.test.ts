import { Annotations, App, type CfnResource, Stack, Stage, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import { AcknowledgedChecks } from '../../lib/pipeline/acknowledged-checks';
import { cdkContext } from '../helpers/variants';

const s1 = 'AwsSolutions::AwsSolutions-S1';
const s10 = 'AwsSolutions::AwsSolutions-S10';
const wildcard = 'AwsSolutions::AwsSolutions-IAM5[Resource::*]';
const reason = 'it is right as it is, for a test';

/** What is planted in: a stage with one bucket, which has neither an access log (S1) nor demands TLS (S10), and with one role. */
class Planted {
  readonly app = new App({ context: cdkContext() });
  private readonly checks = new AcknowledgedChecks(this.app);
  readonly stage = new Stage(this.app, 'Any');
  readonly stack = new Stack(this.stage, 'Stack');
  readonly parent = new Construct(this.stack, 'Parent');
  readonly bucket = new Bucket(this.parent, 'Bucket');
  readonly sibling = new Construct(this.parent, 'Sibling');
  readonly resource = this.bucket.node.defaultChild as CfnResource;

  /** A role that may look at everything, which is a finding of its policy. */
  role(): Role {
    const role = new Role(this.stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new PolicyStatement({ actions: ['ec2:DescribeRegions'], resources: ['*'] }));
    return role;
  }

  synth(): () => void {
    Validations.of(this.app).addPlugins(this.checks);
    return () => this.app.synth();
  }
}

function accept(at: IConstruct, ids: readonly string[], why = reason): void {
  Validations.of(at).acknowledge(...ids.map((id) => ({ id, reason: why })));
}

let planted: Planted;

beforeEach(() => {
  planted = new Planted();
});

test('a finding that nobody acknowledged fails synth', () => {
  expect(planted.synth()).toThrow(/server access logs/i);
});

test('findings that are acknowledged at the resource, and at the construct whose own resource it is, let it pass', () => {
  accept(planted.bucket, [s1]);
  accept(planted.resource, [s10]);
  expect(planted.synth()).not.toThrow();
});

test('findings of a resource that no construct has for its own are acknowledged at it alone', () => {
  accept(planted.bucket, [s1, s10]);
  const plain = new CfnBucket(planted.parent, 'Plain');
  accept(plain, [s1]);
  accept(planted.parent, [s10]);
  expect(planted.synth()).toThrow(
    /TAP1814: .*AwsSolutions-S10" at Any\/Stack\/Parent stands above .* at [^ ]*Plain, where/,
  );
});

test.each(['Role', 'Role/DefaultPolicy', 'Role/DefaultPolicy/Resource'])(
  'a finding of a role’s policy may be acknowledged at %s',
  (path) => {
    accept(planted.bucket, [s1, s10]);
    planted.role();
    accept(
      path.split('/').reduce<IConstruct>((at, id) => at.node.findChild(id), planted.stack),
      [wildcard],
    );
    expect(planted.synth()).not.toThrow();
  },
);

test.each([
  ['the app', 'the app', ({ app }: Planted) => app],
  ['a stage', 'Any', ({ stage }: Planted) => stage],
  ['a stack', 'Any/Stack', ({ stack }: Planted) => stack],
  ['the construct around', 'Any/Stack/Parent', ({ parent }: Planted) => parent],
])('an acknowledgement at %s fails synth, which names where it belongs', (_, path, at) => {
  accept(planted.bucket, [s10]);
  accept(at(planted), [s1]);
  const belongs = 'put it at Any/Stack/Parent/Bucket/Resource or Any/Stack/Parent/Bucket, where the finding is';
  expect(planted.synth()).toThrow(
    `TAP1814: The acknowledgement "${s1}" at ${path} stands above what it accepts: ${belongs}`,
  );
});

test('an acknowledgement beside the finding’s construct accepts nothing', () => {
  accept(planted.bucket, [s10]);
  accept(planted.sibling, [s1]);
  const synth = planted.synth();
  expect(synth).toThrow(/TAP1813: .*AwsSolutions-S1" at Any\/Stack\/Parent\/Sibling acknowledges nothing here/);
  expect(synth).toThrow(/server access logs/i);
});

test.each([
  ['the app', ({ app }: Planted) => app],
  ['a stage', ({ stage }: Planted) => stage],
  ['a stack', ({ stack }: Planted) => stack],
])('what another check finds can’t be acknowledged at %s either', (_, at) => {
  accept(planted.bucket, [s1, s10]);
  accept(at(planted), ['CloudFormation Validate::E3012']);
  expect(planted.synth()).toThrow(
    /TAP1814: The acknowledgement "CloudFormation-Validate::E3012" .* would hide its rule/,
  );
});

test('an acknowledgement that acknowledges nothing fails synth by its id and place', () => {
  accept(planted.bucket, [s1, s10, 'AwsSolutions::AwsSolutions-RDS10']);
  expect(planted.synth()).toThrow(
    /TAP1813: .*"AwsSolutions::AwsSolutions-RDS10" at Any\/Stack\/Parent\/Bucket acknowledges nothing here/,
  );
});

test('of two acknowledgements of the same finding the further one acknowledges nothing', () => {
  accept(planted.bucket, [s1, s10]);
  accept(planted.resource, [s1]);
  expect(planted.synth()).toThrow(new RegExp(`"${s1}" at Any/Stack/Parent/Bucket acknowledges nothing here`));
});

test('an acknowledgement without prefix fails synth, because its finding would vanish from the report', () => {
  accept(planted.bucket, ['AwsSolutions-S1', s10]);
  expect(planted.synth()).toThrow(/TAP1811: .*"Annotation::AwsSolutions-S1" at .*Bucket would hide the finding/);
});

test('an acknowledgement of a whole rule that reports findings fails synth', () => {
  accept(planted.bucket, [s1, s10]);
  accept(planted.role(), [wildcard, 'AwsSolutions::AwsSolutions-IAM5']);
  expect(planted.synth()).toThrow(/TAP1812: .*AwsSolutions-IAM5" at Any\/Stack\/Role names no finding of its rule/);
});

test.each(['', 'a log', 'nineteen characters', '   padded with blanks   '.slice(0, 22)])(
  'the reason "%s" is too short to be one',
  (why) => {
    accept(planted.bucket, [s1]);
    accept(planted.bucket, [s10], why);
    expect(planted.synth()).toThrow(/TAP1815: .*AwsSolutions-S10" at .*Bucket has ".*" for a reason/);
  },
);

test('a reason of 20 characters is one', () => {
  accept(planted.bucket, [s1, s10], 'it is a log by itself');
  accept(planted.role(), [wildcard], 'twenty characters!!!');
  expect(planted.synth()).not.toThrow();
});

test('an acknowledgement that was written into the metadata itself is held to the same', () => {
  accept(planted.bucket, [s10]);
  planted.app.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [s1]: reason });
  expect(planted.synth()).toThrow(/TAP1814: .*AwsSolutions-S1" at the app stands above/);
});

test.each([
  [
    'resource',
    ({ resource }: Planted) => resource.addMetadata('cdk_nag', { rules_to_suppress: [] }),
    /at Any\/Stack\/Parent\/Bucket\/Resource/,
  ],
  ['stack', ({ stack }: Planted) => stack.addMetadata('cdk_nag', { rules_to_suppress: [] }), /at Any\/Stack is where/],
])('acknowledgements of earlier versions in the template of a %s fail synth', (_, plant, place) => {
  accept(planted.bucket, [s1, s10]);
  plant(planted);
  const synth = planted.synth();
  expect(synth).toThrow(/TAP1816: The metadata "cdk_nag" at/);
  expect(synth).toThrow(place);
});

test('that an acknowledgement is unused can’t be acknowledged', () => {
  accept(planted.bucket, [
    s1,
    s10,
    'AwsSolutions::AwsSolutions-UnusedAcknowledgement',
    'AwsSolutions::AwsSolutions-RDS10',
  ]);
  expect(planted.synth()).toThrow(/AwsSolutions-RDS10" at .*Bucket acknowledges nothing here/);
});

describe('of warnings', () => {
  const id = 'library:warning';
  const warn = (at: IConstruct) => Annotations.of(at).addWarningV2(id, 'something is not as it should be');

  beforeEach(() => accept(planted.bucket, [s1, s10]));

  test.each(['before', 'after'])('one acknowledged at its construct %s it is given lets it pass', (when) => {
    if (when === 'after') warn(planted.sibling);
    accept(planted.sibling, [id]);
    if (when === 'before') warn(planted.sibling);
    expect(planted.synth()).not.toThrow();
  });

  test.each(['before', 'after'])(
    'one acknowledged further up %s it is given fails synth, which names the place',
    (when) => {
      if (when === 'after') warn(planted.sibling);
      accept(planted.parent, [id]);
      if (when === 'before') warn(planted.sibling);
      expect(planted.synth()).toThrow(
        `TAP1814: The acknowledgement "Annotation::${id}" at Any/Stack/Parent stands above what it accepts: put it at Any/Stack/Parent/Sibling, where`,
      );
    },
  );

  test('one of a stack can’t be acknowledged at it, where it would hide those of every resource', () => {
    warn(planted.stack);
    accept(planted.stack, [id]);
    expect(planted.synth()).toThrow(/TAP1814: .* at Any\/Stack would hide its rule in every resource below/);
  });

  test('an acknowledgement of one that nothing gives fails synth', () => {
    accept(planted.sibling, [id]);
    expect(planted.synth()).toThrow(/TAP1813: .*"Annotation::library:warning" at .*Sibling acknowledges nothing here/);
  });

  test('a reason too short is none for a warning, either', () => {
    warn(planted.sibling);
    accept(planted.sibling, [id], 'because');
    expect(planted.synth()).toThrow(/TAP1815: .*"Annotation::library:warning" at .*Sibling has "because" for a reason/);
  });

  test.each([
    ['acknowledgeWarning', 'the app', ({ app }: Planted) => app],
    ['acknowledgeWarning', 'Any/Stack/Parent/Sibling', ({ sibling }: Planted) => sibling],
    ['acknowledgeInfo', 'the app', ({ app }: Planted) => app],
    ['acknowledgeInfo', 'Any/Stack/Parent', ({ parent }: Planted) => parent],
  ] as const)('%s at %s fails synth, which shows the warning again', (call, path, at) => {
    Annotations.of(at(planted))[call](id, reason);
    warn(planted.sibling);
    const synth = planted.synth();
    expect(synth).toThrow(
      `TAP1817: The acknowledgement "Annotation::${id}" at ${path} was made by acknowledgeWarning or`,
    );
    expect(synth).toThrow('Any/Stack/Parent/Sibling warns: Annotation::library:warning');
  });

  test('a call without a reason hides nothing of another check', () => {
    Annotations.of(planted.app).acknowledgeWarning(s1);
    expect(planted.synth()).toThrow(`TAP1817: The acknowledgement "${s1}" at the app was made by acknowledgeWarning`);
  });

  test('a silent acknowledgement beside one with a reason fails synth all the same', () => {
    accept(planted.sibling, [id]);
    Annotations.of(planted.parent).acknowledgeWarning(id, reason);
    warn(planted.sibling);
    expect(planted.synth()).toThrow(/TAP1817: .* at Any\/Stack\/Parent was made by/);
  });

  test('of those acknowledged before the checks are made nothing would be known, so it is refused', () => {
    const app = new App({ context: cdkContext() });
    Annotations.of(app).acknowledgeWarning(id, reason);
    expect(() => new AcknowledgedChecks(app)).toThrow(
      'TAP1818: a warning was acknowledged before the checks were made',
    );
  });
});
