import { join } from 'node:path';
import { findingsOfLinter } from '../helpers/linter';

/** Imports against the directions of docs/architecture.md, each planted into a file of its own. */
const forbidden: readonly (readonly [folder: string, module: string])[] = [
  ['packages/coded-error/src', '@delivery/rehearsal/command/run-error'],
  ['packages/coded-error/src', '../../../contracts/gates'],
  ['packages/rehearsal/src', '../../../lib/config'],
  ['packages/rehearsal/src', '../../../scripts/build/chain'],
  ['packages/rehearsal/src/run', '../../../../lib/config/schema'],
  ['packages/rehearsal/src/run', '../../../../contracts/evidence'],
  ['packages/rehearsal/src/run', '../../../../rehearsal/faults/all'],
  ['packages/rehearsal/src/faults', '../run/options'],
  ['packages/rehearsal/src/engine', '../executors/approval'],
  ['packages/rehearsal/src/cloud', '../executors/approval'],
  ['packages/rehearsal/src/model', '../cloud/base/contracts'],
  ['packages/rehearsal/src/events', '../model/pipeline'],
  ['packages/rehearsal/src/terminal', '../run/options'],
  ['packages/rehearsal/src/cloud/resources', '../gateway/gateway'],
  ['packages/rehearsal/src/cloud/workloads', '../doors/doors'],
  ['packages/rehearsal/src/cloud/gateway', '../../executors/approval'],
  ['packages/rehearsal/src/cloud/gateway', '../backing/backing'],
  ['packages/rehearsal/src/cloud/gateway/templates', '../../../run/options'],
  ['contracts', '../checks/gate'],
  ['contracts', '@delivery/rehearsal/rehearse'],
  ['contracts', '../loadtests/journeys/browse'],
  ['functions/tell-failure', '../../loadtests/lib/thresholds'],
  ['rehearsal', '../lib/config'],
  ['rehearsal/faults', '../../checks/gate'],
  ['rehearsal/probe', '../../scripts/build/chain'],
  ['checks', '../lib/config'],
  ['checks/smoke', '../../lib/config/schema'],
  ['checks/smoke', '../../lib/constructs/gated-alarm'],
  ['checks/smoke', '../../rehearsal/faults/all'],
  ['checks/smoke', '@delivery/rehearsal/cloud/local-cloud'],
  ['checks/smoke', '../../scripts/build/chain'],
  ['functions/tell-failure', '@delivery/coded-error'],
  ['functions/tell-failure', '../../checks/gate-settings'],
  ['loadtests/journeys', '../../lib/config'],
  ['loadtests/journeys', '../../contracts/manifest'],
  ['loadtests/lib', '@delivery/coded-error'],
  ['lib/config', '../constructs/gated-alarm'],
  ['lib/config', '../../checks/gate-settings'],
  ['lib/constructs', '../stacks/service-stack'],
  ['lib/constructs', '../stages/tap-stage'],
  ['lib/constructs', '../pipeline/source'],
  ['lib/constructs', '../../rehearsal/faults/all'],
  ['lib/constructs', '@delivery/rehearsal/events/events'],
  ['lib/stacks', '../stages/tap-stage'],
  ['lib/stacks', '../pipeline/source'],
  ['lib/stacks', '../../scripts/build/chain'],
  ['lib/stages', '../pipeline/source'],
  ['lib/gates', '../stacks/service-stack'],
  ['lib/gates', '../pipeline/source'],
  ['lib/gates', '../../checks/program'],
  ['lib/pipeline', '../../checks/program'],
  ['lib/pipeline', '../../scripts/build/chain'],
  ['lib/pipeline', '../../functions/tell-failure/message'],
];

/** What each may use. */
const allowed: readonly (readonly [folder: string, module: string])[] = [
  ['packages/rehearsal/src', './run/carry-out'],
  ['packages/rehearsal/src/run', '@delivery/coded-error'],
  ['packages/rehearsal/src/run', '../cloud/base/contracts'],
  ['packages/rehearsal/src/cloud', './gateway/assemble'],
  ['packages/rehearsal/src/cloud/gateway', '../resources/registry'],
  ['packages/rehearsal/src/cloud/backing', '../alarms/alarms'],
  ['packages/rehearsal/src', './cloud/backing/backing'],
  ['packages/rehearsal/src/cloud/gateway', '../../events/events'],
  ['contracts', '@delivery/rehearsal/events/gate-evidence'],
  ['contracts', '../loadtests/lib/thresholds'],
  ['rehearsal', '@delivery/rehearsal/rehearse'],
  ['rehearsal/faults', '../../contracts/manifest'],
  ['checks/smoke', '@delivery/coded-error'],
  ['checks/smoke', '../../contracts/evidence'],
  ['checks/smoke', '../../loadtests/lib/profile'],
  ['checks', '@delivery/rehearsal/loopback/loopback-interface'],
  ['loadtests/journeys', '../lib/shop.ts'],
  ['lib/config', '@delivery/coded-error'],
  ['lib/config', '../../contracts/gates'],
  ['lib/gates', '../config'],
  ['lib/constructs', '../../contracts/manifest'],
  ['lib/stacks', '../constructs/gated-alarm'],
  ['lib/pipeline', '../gates/smoke-gate'],
  ['lib/pipeline', '../../contracts/tell-failure-settings'],
  ['functions/tell-failure', './message'],
  ['functions/tell-failure', '../../contracts/tell-failure-settings'],
  ['scripts/build', '../../lib/config'],
];

test('the linter refuses every import that is against the directions, and no other', () => {
  const plant = (kind: string, pairs: readonly (readonly [string, string])[]) =>
    Object.fromEntries(
      pairs.map(([place, module], index) => [join(place, `${kind}-${index}.ts`), `export * from '${module}';\n`]),
    );
  const [bad, good] = [plant('forbidden', forbidden), plant('allowed', allowed)];
  const refused = findingsOfLinter({ ...bad, ...good })
    .filter(({ category }) => category === 'lint/style/noRestrictedImports')
    .map(({ file }) => file);
  expect(refused.sort()).toEqual(Object.keys(bad).sort());
});
