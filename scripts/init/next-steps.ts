import type { DeliveryConfiguration } from '../../lib/config';
import { type AccountPlaces, accountsOf } from '../accounts/places';

/** What is written for an account that nobody named. */
const unnamed = 'ACCOUNT';

/** What comes after the configuration, with the team's own values. */
export function nextSteps(configuration: DeliveryConfiguration): string {
  const { pipeline } = configuration;
  const [home, ...others] = accountsOf(configuration);
  const qualifier =
    pipeline.bootstrapQualifier === 'hnb659fds'
      ? ''
      : ` --qualifier ${pipeline.bootstrapQualifier} --toolkit-stack-name CDKToolkit-${pipeline.bootstrapQualifier}`;
  const command = ({ account = unnamed, places }: AccountPlaces, trust: string) =>
    `     npx cdk bootstrap ${places.map(({ region }) => `aws://${account}/${region}`).join(' ')}${trust}${qualifier} \\
       --cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess`;
  const commands = [
    ...(home ? [command(home, '')] : []),
    ...others.map((other) => command(other, ` --trust ${home?.account}`)),
  ];
  const bootstrap =
    pipeline.account === undefined
      ? `Bootstrap the account of your credentials (write its id in place of ${unnamed}), as its administrator:`
      : 'Bootstrap each account, as its administrator:';
  return `
Next (docs/deploy.md tells each step in full):
  1. npm run doctor says what your accounts still lack
  2. ${bootstrap}
${commands.join('\n')}
  3. ${sourceStep(configuration)}
  4. npx cdk deploy PipelineStack, with administrator's credentials of the pipeline's account`;
}

function sourceStep({ pipeline: { source } }: DeliveryConfiguration): string {
  switch (source.kind) {
    case 'connection':
      return `Commit, push to ${source.branch} of ${source.repository}, and see that the connection is "Available"`;
    case 'codecommit':
      return source.create
        ? `Commit; push to ${source.branch} of ${source.repositoryName} once step 4 has created it`
        : `Commit, and push to ${source.branch} of ${source.repositoryName}`;
    case 's3':
      return `Commit, and upload "git archive --format zip HEAD" as ${source.objectKey} into ${source.bucketName}`;
  }
}
