import { catalogue } from '../../../rehearsal/faults/catalogue';
import { firstEnvironment } from '../../../rehearsal/faults/gates';
import { actionsOf } from '../../helpers/pipeline-definition';
import { configurationOf } from '../../helpers/variants';

const gates = actionsOf().map(({ stage, name }) => `${stage}/${name}`);

test.each(catalogue)('the gate that is to stop the fault $name is an action of the pipeline', ({ gate }) => {
  expect(gates).toContain(gate);
});

test('faults meet the first environment', () => {
  expect(firstEnvironment).toBe(configurationOf().environments[0]?.name);
});
