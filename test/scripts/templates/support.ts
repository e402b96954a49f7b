import type { Template } from '../../../scripts/build/assembly';
import type { TemplateFinding } from '../../../scripts/templates/findings';
import type { StackOfAssembly } from '../../../scripts/templates/planted-copies';

/** A stack of the environment Dev with one resource, which the CDK made below `Files/Bucket`. */
export function stackWith(properties: object, region = 'us-east-1', assembly = 'cdk.out'): StackOfAssembly {
  const path = 'PipelineStack/Dev/Edge';
  const template: Template = {
    Resources: {
      Bucket0123ABCD: {
        Type: 'AWS::S3::Bucket',
        Properties: { ...properties },
        Metadata: { 'aws:cdk:path': `${path}/Files/Bucket/Resource` },
      },
    },
  };
  return { assembly, stack: { path, name: 'Dev-Any', stage: 'Dev', account: '111111111111', region, template } };
}

export function finding(changes: Partial<TemplateFinding> = {}): TemplateFinding {
  return {
    tool: 'checkov',
    id: 'CKV_AWS_18',
    place: 'Edge/Files/Bucket',
    assembly: 'cdk.out',
    stack: 'PipelineStack/Dev/Edge',
    message: 'No access log',
    ...changes,
  };
}
