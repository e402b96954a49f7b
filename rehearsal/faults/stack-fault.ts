import { CloudFormationClient, GetTemplateCommand, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { sdkConfiguration } from '@delivery/rehearsal/executors/sdk-configuration';
import type { Fault, FaultTools } from '@delivery/rehearsal/faults/fault';
import type { Places } from '@delivery/rehearsal/faults/places';
import { changeApp } from './source-faults';

/**
 * A parameter that can be made, and after it a resource of a function that is not there: CloudFormation has made half when it
 * fails, on AWS as here. Planted when a stage is synthesized, wherever its stacks are made; it has to pass lint and types.
 */
const plant = (stackName: string) => `const synth = Stage.prototype.synth;
Stage.prototype.synth = function (options) {
  for (const construct of this.node.findAll()) {
    if (!(construct instanceof Stack) || construct.stackName !== '${stackName}') continue;
    if (construct.node.tryFindChild('PlantedHalf')) continue;
    const half = new CfnResource(construct, 'PlantedHalf', {
      type: 'AWS::SSM::Parameter',
      properties: { Type: 'String', Value: 'half' },
    });
    const broken = new CfnResource(construct, 'PlantedFailure', {
      type: 'Custom::PlantedFailure',
      properties: {
        ServiceToken: construct.formatArn({
          service: 'lambda',
          resource: 'function',
          resourceName: 'no-such-function',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      },
    });
    broken.addResourceDependency(half);
  }
  return synth.call(this, options);
};

`;

function plantIn(clone: string, stackName: string): Promise<string | undefined> {
  return changeApp(clone, {
    imports: `import { ArnFormat, CfnResource, Stack, Stage } from 'aws-cdk-lib';\n`,
    before: plant(stackName),
  });
}

/** What CloudFormation knows of the stack, to be held against the same afterwards. */
async function snapshot({ cloud }: FaultTools, stackName: string): Promise<string> {
  const { account, region } = await cloud.deployedPipeline();
  const client = new CloudFormationClient(
    sdkConfiguration(cloud.awsVariables({ name: 'rehearsal fault', account, region })),
  );
  try {
    const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: stackName }));
    const resources: string[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
      for (const { LogicalResourceId, PhysicalResourceId, ResourceType } of page.StackResourceSummaries ?? []) {
        resources.push(`${LogicalResourceId} ${ResourceType} ${PhysicalResourceId}`);
      }
    }
    return JSON.stringify({ TemplateBody, resources: resources.sort() });
  } finally {
    client.destroy();
  }
}

/** A stack whose first creation fails: the good commit, pushed again, must find nothing in its way. */
export function firstCreationFault({ environment, at }: Places): Fault {
  const stackName = `${environment}-Data`;
  return {
    name: 'first-creation-fails',
    gate: at('Data.Deploy'),
    description:
      'A stack fails when it is created for the first time; the good commit, pushed again, must be promoted.',
    trace: /PlantedFailure/,
    edit: (clone) => plantIn(clone, stackName),
    pushedAgain: true,
  };
}

/** A stack that fails halfway, from a good deployment: template and resources must be as before. */
export function stackFault({ environment, stage, at }: Places): Fault {
  const gate = at('Network.Deploy');
  const stackName = `${environment}-Network`;
  return {
    name: 'stack-fails-halfway',
    gate,
    description:
      'A resource of a stack fails after another one was made; the stack must be rolled back to what it was.',
    trace: /PlantedFailure/,
    promotedFirst: stage,
    edit: (clone) => plantIn(clone, stackName),
    arm: (tools) => {
      let before: string | undefined;
      return {
        async beforeAction(ofStage, action) {
          if (`${ofStage}/${action}` === gate) before ??= await snapshot(tools(), stackName);
        },
        async verify() {
          if (before === undefined) return `${stackName} was not looked at before it failed`;
          return (await snapshot(tools(), stackName)) === before
            ? undefined
            : `template and resources of ${stackName} are not what they were before`;
        },
      };
    },
  };
}
