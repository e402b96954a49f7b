import { access, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '@delivery/rehearsal/faults/fault';
import type { Places } from '@delivery/rehearsal/faults/places';
import { strikesBefore } from '@delivery/rehearsal/faults/strikes-before';
import { gates } from '../../contracts/gates';

/** Seconds of load before the generator stands still, and for how long: well above what the gate allows. */
const aliveSeconds = 12;
const stillSeconds = 6;

/** Each takes the place of the bundle's k6, which lies beside it as `k6.real`; only a run goes wrong. */
const sendsNothing = `#!/bin/sh
case " $* " in *" run "*) exit 0 ;; esac
exec "$0.real" "$@"
`;
const standsStill = `#!/bin/sh
case " $* " in *" run "*) ;; *) exec "$0.real" "$@" ;; esac
"$0.real" "$@" &
pid=$!
trap 'kill "$pid" 2>/dev/null' TERM INT
(sleep ${aliveSeconds}; kill -STOP "$pid"; sleep ${stillSeconds}; kill -CONT "$pid") 2>/dev/null &
wait "$pid"
`;

/** The load generator itself. */
export const loadFaults = ({ at }: Places): readonly Fault[] => [
  replaced(
    {
      name: 'k6-sends-nothing',
      gate: at(gates.load.action),
      description: 'The load generator ends with 0 and has sent nothing.',
      trace: /k6 has left no summary/,
    },
    sendsNothing,
  ),
  replaced(
    {
      name: 'k6-misses-rate',
      gate: at(gates.load.action),
      description: 'The load generator stands still for a while, so it does not keep its rate.',
      trace: /did not keep the rate of the profile: it stood still/,
    },
    standsStill,
  ),
];

function replaced(fault: Fault, script: string): Fault {
  return strikesBefore(fault, async ({ artifactFolders }) => {
    const changed: string[] = [];
    for (const folder of await artifactFolders()) {
      const k6 = join(folder, 'k6');
      const found = await access(k6).then(
        () => true,
        () => false,
      );
      if (!found) continue;
      await rename(k6, `${k6}.real`);
      await writeFile(k6, script, { mode: 0o755 });
      changed.push(k6);
    }
    if (changed.length === 0) throw new Error(`no artifact holds k6: ${fault.name} can't be applied`);
    return `k6 in the bundle of checks`;
  });
}
