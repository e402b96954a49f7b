import { gates } from '../../../contracts/gates';
import { jobs } from '../../../contracts/job-programs';
import { edgeRegion, namePrefix, physicalNames } from '../../../lib/config';
import { stacksOf, template } from '../../helpers/assembly';
import {
  type Action,
  actionIn,
  actionOf,
  actionsIn,
  allowedActions,
  referred,
  specificationOf,
  statementsOf,
} from '../../helpers/pipeline-definition';
import { configurationOf } from '../../helpers/variants';
import { list, propertiesOf, statementsIn } from '../resources';
import { rightsOfAnyJob } from './rights-of-jobs';

const { application, environments } = configurationOf();

/** The stacks of every environment, and where they are. */
const stackNames = [...new Set(stacksOf().flatMap(({ path }) => path.split('/')[2] ?? []))];
const regionOf = (stack: string, region: string) => (stack === 'Edge' ? edgeRegion : region);

interface Told {
  readonly name: string;
  readonly region: string;
  readonly roleArn?: string;
  readonly path?: string;
}

const toldStacks = (action: Action) => JSON.parse(action.env.STACKS ?? '[]') as readonly Told[];

const assumedBy = (action: Action) =>
  statementsOf(action)
    .filter(({ Action: allowed }) => allowed === 'sts:AssumeRole')
    .flatMap(({ Resource }) => (Array.isArray(Resource) ? Resource : [Resource]))
    .map((resource) => JSON.stringify(resource));

const protectedOnes = environments.filter(({ database }) => database.deletionProtection);
const others = environments.filter(({ database }) => !database.deletionProtection);

describe.each(environments)('before the deployment of $name', ({ name, region }) => {
  const action = actionIn(name, jobs.failedCreations.action);

  test('its stacks are looked at, before the first of them is deployed', () => {
    const deployments = actionsIn(name).filter(({ provider }) => provider === 'CloudFormation');
    expect(deployments.length).toBeGreaterThan(1);
    expect(deployments).toHaveLength(stackNames.length);
    expect(Math.min(...deployments.map(({ runOrder }) => runOrder))).toBeGreaterThan(action.runOrder);
  });

  test('the program of the bundle runs, and nothing of the source', () => {
    const [, bundle] = actionOf('Build', 'Synth').outputs;
    expect(action.inputs).toEqual([bundle]);
    expect(specificationOf(action).phases.build?.commands).toEqual([`node ${jobs.failedCreations.program}.cjs`]);
    expect(specificationOf(action).reports).toBeUndefined();
  });

  test('it is told every stack that is deployed, its region and path, and the role that deploys it', () => {
    expect(action.env).toMatchObject({
      ENVIRONMENT: name,
      NAME_PREFIX: namePrefix(application, name),
      EXECUTION: '#{codepipeline.PipelineExecutionId}',
    });
    const told = toldStacks(action);
    expect(told.map(({ name: stack, region: where }) => `${stack} ${where}`).sort()).toEqual(
      stackNames.map((stack) => `${name}-${stack} ${regionOf(stack, region)}`).sort(),
    );
    for (const { name: stack, region: where, roleArn, path } of told) {
      expect(roleArn).toMatch(new RegExp(`deploy-role-.*${where}`));
      expect(path).toBe(`PipelineStack/${stack.replace('-', '/')}`);
    }
  });

  test('it may change into the roles of those deployments alone, and has the rights of its job beside', () => {
    expect(allowedActions(action)).toEqual([...rightsOfAnyJob, 'sts:AssumeRole'].sort());
    const roles = assumedBy(action);
    expect(roles).toHaveLength(new Set([region, edgeRegion]).size);
    for (const role of roles) expect(role).toMatch(/deploy-role/);
  });
});

describe.each(protectedOnes)('after the deployment of $name', (environment) => {
  const { name, region, production } = environment;
  const action = actionIn(name, jobs.protection.action);
  const names = physicalNames(application, name);

  test('it is protected beside the smoke test, which adds nothing to the chain', () => {
    expect(action.runOrder).toBe(actionIn(name, gates.smoke.action).runOrder);
    expect(specificationOf(action).phases.build?.commands).toEqual([`node ${jobs.protection.program}.cjs`]);
  });

  test('its database is, and in production its stacks and its load balancer', () => {
    expect(action.env).toMatchObject({ DATABASE_CLUSTER: names.databaseCluster, ENVIRONMENT_REGION: region });
    expect(
      toldStacks(action)
        .map(({ name: stack, region: where }) => `${stack} ${where}`)
        .sort(),
    ).toEqual(production ? stackNames.map((stack) => `${name}-${stack} ${regionOf(stack, region)}`).sort() : []);
    expect(action.env.LOAD_BALANCER_ARN !== undefined).toBe(production);
  });

  test('its job may change into one role of the environment, which trusts it by name', () => {
    expect(allowedActions(action)).toEqual([...rightsOfAnyJob, 'sts:AssumeRole'].sort());
    expect(assumedBy(action)).toEqual([expect.stringContaining(`:role/${names.protectionRole}`)]);
    expect(referred(action.project?.Properties?.ServiceRole).Properties?.RoleName).toBe(names.protectionJobRole);
    template(name, 'Service').hasResourceProperties('AWS::IAM::Role', { RoleName: names.protectionRole });
  });

  test('that role may see and change the protection of exactly these, and nothing else', () => {
    const policies = propertiesOf(template(name, 'Service'), 'AWS::IAM::Policy').filter(({ Roles }) =>
      JSON.stringify(Roles).includes('Protection'),
    );
    const statements = statementsIn(policies);
    const allowed = statements.flatMap(({ Action: actions }) => list(actions)).sort();
    const ofStacks = ['cloudformation:DescribeStacks', 'cloudformation:UpdateTerminationProtection'];
    const ofLoadBalancer = [
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'elasticloadbalancing:ModifyLoadBalancerAttributes',
    ];
    expect(allowed).toEqual(
      [...(production ? [...ofStacks, ...ofLoadBalancer] : []), 'rds:DescribeDBClusters', 'rds:ModifyDBCluster'].sort(),
    );
    const stacks = statements
      .filter(({ Action: actions }) => list(actions).includes('cloudformation:UpdateTerminationProtection'))
      .flatMap(({ Resource }) => list(Resource))
      .map((resource) =>
        /:cloudformation:([^:]+):.*:stack\/([^"]*)/.exec(JSON.stringify(resource))?.slice(1).reverse(),
      );
    expect(stacks.map((stack) => stack?.join(' ')).sort()).toEqual(
      production ? stackNames.map((stack) => `${name}-${stack}/* ${regionOf(stack, region)}`).sort() : [],
    );
    const clusters = statements
      .map(({ Resource }) => JSON.stringify(Resource))
      .filter((resource) => resource.includes(`:cluster:${names.databaseCluster}`));
    expect(clusters).toHaveLength(1);
  });
});

test('an environment whose database may go is not protected', () => {
  expect(protectedOnes.length).toBeGreaterThan(0);
  expect(others.length).toBeGreaterThan(0);
  for (const { name } of others) {
    expect(actionsIn(name).map(({ name: action }) => action)).not.toContain(jobs.protection.action);
    expect(JSON.stringify(template(name, 'Service').toJSON())).not.toContain(
      physicalNames(application, name).protectionRole,
    );
  }
});
