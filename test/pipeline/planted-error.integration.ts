import { type Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { parseConfiguration } from '../../lib/config';
import { placeholderDigest } from '../../lib/constructs/image-revision';
import { DeliveryApp } from '../../lib/pipeline/delivery-app';
import type * as stages from '../../lib/stages/tap-stage';
import { europeData } from '../fixtures/europe';
import { cdkContext } from '../helpers/variants';

/** Where the error goes: inside a Stage, whose stacks are synthesized long before the app is. */
const place = ['Prod', 'Data'] as const;

jest.mock('../../lib/stages/tap-stage', () => {
  const actual = jest.requireActual<typeof stages>('../../lib/stages/tap-stage');
  class PlantedStage extends actual.TapStage {
    constructor(...[scope, id, props]: ConstructorParameters<typeof actual.TapStage>) {
      super(scope, id, props);
      if (id !== place[0]) return;
      const stack = this.node.findChild(place[1]) as Stack;
      new Bucket(stack, 'Planted');
      Validations.of(stack).acknowledge({
        id: 'AwsSolutions::AwsSolutions-EKS1',
        reason: 'there is no cluster of EKS',
      });
    }
  }
  return { ...actual, TapStage: PlantedStage };
});

describe('what is planted deep in Prod’s stack fails synth by its place', () => {
  let message = 'it was synthesized';

  beforeAll(() => {
    const app = new DeliveryApp({
      configuration: parseConfiguration({ ...europeData, environments: europeData.environments.slice(-2) }, {}),
      imageDigest: placeholderDigest,
      overrides: {},
      context: cdkContext(),
    });
    try {
      app.synth();
    } catch (error) {
      message = String(error);
    }
  });

  test('an error', () => {
    expect(message).toMatch(/PipelineStack\/Prod\/Data\/Planted.*\s+Acknowledge with 'AwsSolutions::AwsSolutions-S1'/);
  });

  test('an acknowledgement that acknowledges nothing', () => {
    expect(message).toMatch(/AwsSolutions-EKS1" at PipelineStack\/Prod\/Data acknowledges nothing here/);
  });
});
