import { looks } from '../../../scripts/doctor/looks';
import { isHealthy } from '../../../scripts/doctor/report';
import { emulated } from './emulated';
import { stack } from './subject';

const { look } = emulated();
const one = (Type: string, Properties: Readonly<Record<string, unknown>>) => ({ Type, Properties });
const stacks = [
  stack('PipelineStack', {
    Job: one('AWS::CodeBuild::Project', { Environment: { Image: 'aws/codebuild/standard:7.0' } }),
    Pipeline: one('AWS::CodePipeline::Pipeline', { Name: 'tap-delivery' }),
  }),
  stack('Dev-Data', {
    Vpc: one('AWS::EC2::VPC', {}),
    Cluster: one('AWS::RDS::DBCluster', { DBClusterIdentifier: 'tap-dev', Engine: 'aurora-mysql', EngineVersion: '3' }),
    Function: one('AWS::Lambda::Function', { Runtime: 'nodejs24.x' }),
    Rule: one('AWS::Events::Rule', { EventPattern: { 'detail-type': ['AWS API Call via CloudTrail'] } }),
  }),
];

/** Looks with a question that the emulator has no answer for. */
const unanswered = ['source', 'quotas', 'build image', 'names taken'];

test('every look sees the emulator, but for what that does not know, which is not seen (emulator)', async () => {
  for (const one of looks) {
    const examination = await look(one, { stacks });
    const { seen, unseen } = examination;
    expect([one.name, seen.length + unseen.length > 0]).toEqual([one.name, true]);
    expect([one.name, unseen.length > 0]).toEqual([one.name, unanswered.includes(one.name)]);
    if (unseen.length > 0) expect(isHealthy(examination)).toBe(false);
  }
  // Clients try again where the emulator knows no such service.
}, 120_000);
