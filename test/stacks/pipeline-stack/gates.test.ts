import { gateNames, gates, loadJobMinutes } from '../../../contracts/gates';
import { physicalNames } from '../../../lib/config';
import {
  type Action,
  actionIn,
  actionOf,
  actionsIn,
  allowedActions,
  joined,
  referred,
  specificationOf,
  statementsOf,
} from '../../helpers/pipeline-definition';
import { configurationOf } from '../../helpers/variants';
import { rightsOfAnyJob, rightsOfReports } from './rights-of-jobs';

const { application, environments } = configurationOf();

const jobs = environments.flatMap(({ name }) =>
  gateNames.map((gate) => ({
    environment: name,
    action: gates[gate].action,
    gate,
    program: `${gates[gate].program}.cjs`,
  })),
);

const forTheJob = [...rightsOfReports, ...rightsOfAnyJob];

/** What the gate's program does in the pipeline's account: keep its evidence, and change into the environment's role. */
const forTheProgram = ['s3:PutObject', 'sts:AssumeRole'];

/** And what that of the last gate reads: what those before it have said. */
const forTheLast = ['s3:GetObject', 's3:ListBucket'];

function roleOf({ project }: Action): Readonly<Record<string, unknown>> {
  return referred(project?.Properties?.ServiceRole).Properties ?? {};
}

test('every environment passes every gate of the list, in its order, and no other', () => {
  for (const { name } of environments) {
    const jobs = actionsIn(name).filter(({ env }) => env.GATE_ROLE_ARN !== undefined);
    const passed = [...jobs].sort((one, other) => one.runOrder - other.runOrder).map(({ name: action }) => action);
    expect(passed).toEqual(gateNames.map((gate) => gates[gate].action));
  }
});

describe.each(jobs)('$environment/$action', ({ environment, action: name, gate, program }) => {
  const action = actionIn(environment, name);

  test('runs its program in the bundle of checks, and nothing of the source', () => {
    const [, bundle] = actionOf('Build', 'Synth').outputs;
    expect(action.inputs).toEqual([bundle]);
    expect(action.outputs).toEqual([]);
    const { install, build, ...others } = specificationOf(action).phases;
    expect(others).toEqual({});
    expect(install?.commands).toBeUndefined();
    expect(build?.commands).toEqual([`node ${program}`]);
  });

  test('is told environment, commit, execution, doors, key, role and where evidence goes', () => {
    expect(action.env).toMatchObject({
      GATE: gate,
      ENVIRONMENT: environment,
      COMMIT: expect.stringMatching(/^#\{Source@.*\.CommitId\}$/),
      EXECUTION: '#{codepipeline.PipelineExecutionId}',
      SITE_URL: expect.stringMatching(new RegExp(`^#\\{PipelineStack${environment}\\w+\\.\\w+\\}$`)),
      API_URL: expect.stringMatching(new RegExp(`^#\\{PipelineStack${environment}\\w+\\.\\w+\\}$`)),
      API_KEY_ID: expect.stringMatching(new RegExp(`^#\\{PipelineStack${environment}\\w+\\.\\w+\\}$`)),
      GATE_ROLE_ARN: expect.stringMatching(
        new RegExp(`:role/${application}-${environment.toLowerCase()}-${gate}-gate$`),
      ),
      EVIDENCE_BUCKET: expect.stringMatching(/^<Evidence/),
    });
  });

  test('has a role with the name that the environment trusts', () => {
    expect(roleOf(action).RoleName).toBe(physicalNames(application, environment)[`${gate}JobRole`]);
  });

  test('has the rights of its job and its program, and no more', () => {
    expect(allowedActions(action)).toEqual(
      [...forTheJob, ...forTheProgram, ...(gate === 'alarms' ? forTheLast : [])].sort(),
    );
  });

  test('may change into its own role of its own environment alone', () => {
    const assumed = statementsOf(action).filter(({ Action: allowed }) => allowed === 'sts:AssumeRole');
    expect(assumed.map(({ Resource }) => joined(Resource))).toEqual([action.env.GATE_ROLE_ARN]);
  });

  test('may keep evidence below its own name alone', () => {
    const puts = statementsOf(action).filter(({ Action: allowed }) => allowed === 's3:PutObject');
    expect(puts.map(({ Resource }) => joined(Resource))).toEqual([
      expect.stringMatching(new RegExp(`^<Evidence.*>/\\*/${environment}/${gate}/\\*$`)),
    ]);
  });

  test('writes a log below its own prefix alone', () => {
    const logs = statementsOf(action).filter(({ Action: allowed }) => allowed.includes('logs:PutLogEvents'));
    expect(logs.map(({ Resource }) => joined(Resource))).toEqual([
      expect.stringMatching(new RegExp(`:log-stream:${environment}/${gate}/\\*$`)),
    ]);
    expect(action.project?.Properties?.LogsConfig).toMatchObject({
      CloudWatchLogs: { StreamName: `${environment}/${gate}` },
    });
  });

  test('shows its JUnit report in a group of its own', () => {
    const reports = Object.entries(specificationOf(action).reports ?? {});
    expect(reports.map(([, report]) => report)).toEqual([
      { files: [`reports/${gate}.xml`], 'file-format': 'JUNITXML' },
    ]);
    const [arn] = reports.map(([key]) => key);
    expect(arn).toMatch(new RegExp(`:report-group/${application}-${environment.toLowerCase()}-${gate}$`));
  });
});

describe.each(environments)('the gates of $name', ({ name, gates: { bakeMinutes } }) => {
  test('the load test exports its figures, also when it failed', () => {
    const { env, phases } = specificationOf(actionIn(name, gates.load.action));
    const variables = env?.['exported-variables'] ?? [];
    expect([...variables].sort()).toEqual(['LOAD_FIGURES', 'LOAD_SENT', 'LOAD_WINDOW']);
    expect([...(phases.build?.finally ?? [])].sort()).toEqual(
      [...variables].sort().map((variable) => `export ${variable}="$(cat exports/${variable})"`),
    );
  });

  test('the alarm check judges the window of that load test', () => {
    const { namespace } = actionIn(name, gates.load.action);
    expect(namespace).toContain(name);
    expect(actionIn(name, gates.alarms.action).env).toMatchObject({
      LOAD_WINDOW: `#{${namespace}.LOAD_WINDOW}`,
      LOAD_SENT: `#{${namespace}.LOAD_SENT}`,
    });
  });

  test('the load test has the time that the build holds its profile to', () => {
    expect(actionIn(name, gates.load.action).project?.Properties?.TimeoutInMinutes).toBe(loadJobMinutes);
  });

  test('the alarm check has more time than it bakes', () => {
    expect(actionIn(name, gates.alarms.action).project?.Properties?.TimeoutInMinutes).toBeGreaterThan(bakeMinutes);
  });
});
