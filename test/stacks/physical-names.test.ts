import { namePrefix, nameRules, type PhysicalNames, physicalNames, serviceNames } from '../../lib/config';
import { stacksOf } from '../helpers/stacks';
import { configurationOf } from '../helpers/variants';

/** Characters that the services take, by type and property, for every name that is chosen here. */
const limits = {
  'AWS::ApiGateway::RestApi': ['Name', 128],
  'AWS::CloudWatch::Alarm': ['AlarmName', 255],
  'AWS::CloudWatch::Dashboard': ['DashboardName', 255],
  'AWS::CodeBuild::ReportGroup': ['Name', 128],
  'AWS::CodePipeline::Pipeline': ['Name', 100],
  'AWS::ECR::Repository': ['RepositoryName', 256],
  'AWS::IAM::Role': ['RoleName', 64],
  'AWS::KMS::Alias': ['AliasName', 256],
  'AWS::KinesisFirehose::DeliveryStream': ['DeliveryStreamName', 64],
  'AWS::Logs::LogGroup': ['LogGroupName', 512],
  'AWS::RDS::DBProxy': ['DBProxyName', 60],
} as const;

const { application, environments } = configurationOf();
/** The longest first: one environment's name may begin with another's. */
const prefixes = environments
  .map(({ name }) => namePrefix(application, name))
  .sort((one, other) => other.length - one.length);

/** The schema takes applications of 2 to 32 characters and environments of 1 to 16; the rules of names refuse some pairs. */
const accepted = Array.from({ length: 31 }, (_, index) => index + 2).flatMap((long) =>
  Array.from({ length: 16 }, (_, index) => ({ application: long, environment: index + 1 })).filter((pair) => {
    const names = physicalNames('a'.repeat(pair.application), `E${'n'.repeat(pair.environment - 1)}`);
    return (Object.entries(names) as [keyof PhysicalNames, string][]).every(
      ([key, name]) => name.length <= nameRules[key].limit,
    );
  }),
);
const longestPrefix = Math.max(...accepted.map((pair) => pair.application + 1 + pair.environment));
const longestApplication = Math.max(...accepted.map((pair) => pair.application));

/** How long a name would be with the longest names of application and environment that are accepted. */
function longest(name: string): number {
  const prefix = prefixes.find((candidate) => name.includes(candidate));
  return prefix ? name.length - prefix.length + longestPrefix : name.length - application.length + longestApplication;
}

test('the longest names that are accepted are those of the schema, or stopped by the rules of names', () => {
  const longestService = Math.max(...serviceNames.map((service) => service.length));
  // A Lambda function's and a role's name have 64 characters: "-rotate-application", "-SERVICE-execution".
  const room = Math.min(64 - 19, 64 - 11 - longestService);
  expect(longestPrefix).toBe(room);
  expect(longestApplication).toBe(Math.min(32, room - 2));
});

test.each(Object.entries(limits))('no name of type %s can be longer than AWS takes', (type, [property, limit]) => {
  const names = stacksOf()
    .flatMap(({ template }) => Object.values(template.Resources))
    .filter(({ Type }) => Type === type)
    .flatMap(({ Properties }) => Properties?.[property] ?? [])
    .filter((name) => typeof name === 'string' && name.includes(application)) as string[];
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => longest(name) > limit)).toEqual([]);
});

test('there is a limit for every type that has such a name', () => {
  const named = stacksOf()
    .flatMap(({ template }) => Object.values(template.Resources))
    .filter(({ Properties = {} }) =>
      Object.entries(Properties).some(
        ([key, value]) => /Name$/.test(key) && typeof value === 'string' && value.includes(application),
      ),
    );
  expect([...new Set(named.map(({ Type }) => Type))].sort()).toEqual(Object.keys(limits).sort());
});
