import { deletionOrder, stepsOf } from '../../../scripts/teardown/deletion-order';
import { livingStack } from './living-stack';

const importing = (...names: string[]) => ({
  Resources: { A: { Type: 'T', Properties: { Values: names.map((name) => ({ 'Fn::ImportValue': name })) } } },
});
const namesOf = (steps: ReturnType<typeof stepsOf>) => steps.map((step) => step.map(({ name }) => name).sort());

describe('the order of a deletion', () => {
  const network = livingStack('Dev-Network', { exports: ['vpc'] });
  const data = livingStack('Dev-Data', { exports: ['proxy'], template: importing('vpc') });

  test('lets whoever imports go first, by what CloudFormation says as by the templates', () => {
    const plain = { ...data, template: { Resources: {} } };
    const said = deletionOrder([network, plain], [{ exporter: network, exportName: 'vpc', importer: 'Dev-Data' }]);
    expect(namesOf(stepsOf([network, plain], said))).toEqual([['Dev-Data'], ['Dev-Network']]);
    // Of a stack that is being deleted no import may be told any more.
    const read = deletionOrder([network, data], []);
    expect(namesOf(stepsOf([network, data], read))).toEqual([['Dev-Data'], ['Dev-Network']]);
  });

  test('lets stacks go side by side that do not depend on each other', () => {
    const other = livingStack('Dev-Observability', { template: importing('vpc') });
    const stacks = [network, data, other];
    expect(namesOf(stepsOf(stacks, deletionOrder(stacks, [])))).toEqual([
      ['Dev-Data', 'Dev-Observability'],
      ['Dev-Network'],
    ]);
  });

  test('knows that exports do not cross regions, and that outputs which are read by name do', () => {
    const service = livingStack('Dev-Service', { exports: ['alb'] });
    const reading = { 'Fn::GetStackOutput': { StackName: 'Dev-Service', OutputName: 'O', Region: 'eu-west-1' } };
    const edge = livingStack('Dev-Edge', {
      region: 'us-east-1',
      template: { Resources: { A: { Type: 'T', Properties: { Value: reading } } } },
    });
    const namesake = livingStack('Dev-Api', { region: 'us-east-1', template: importing('alb') });
    const stacks = [service, edge, namesake];
    expect(namesOf(stepsOf(stacks, deletionOrder(stacks, [])))).toEqual([['Dev-Api', 'Dev-Edge'], ['Dev-Service']]);
    expect(deletionOrder(stacks, []).get(service.id)).toEqual(new Set([edge.id]));
  });

  test('waits for no stack that is not there, and comes to an end where references go in a circle', () => {
    const foreign = deletionOrder([network], [{ exporter: network, exportName: 'vpc', importer: 'Billing' }]);
    expect(foreign.get(network.id)).toEqual(new Set());
    const circle = new Map([
      [network.id, new Set([data.id])],
      [data.id, new Set([network.id])],
    ]);
    expect(namesOf(stepsOf([network, data], circle))).toEqual([['Dev-Data', 'Dev-Network']]);
  });
});
