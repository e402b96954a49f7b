import type { DeliveryConfiguration } from '../../lib/config';
import { type AccountPlaces, accountsOf } from '../accounts/places';
import { nextStepOf } from './source-kinds';

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
  3. ${nextStepOf(pipeline.source)}
  4. npx cdk deploy PipelineStack, with administrator's credentials of the pipeline's account`;
}
