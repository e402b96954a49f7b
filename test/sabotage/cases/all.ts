import type { Case } from '../case';
import { acknowledgementCases } from './acknowledgements';
import { alarmKindCases } from './alarm-kinds';
import { alarmCases } from './alarms';
import { changedAlarmCases } from './changed-alarms';
import { changingLoadCases } from './changing-loads';
import { earlierCases } from './earlier';
import { furtherLoadCases } from './further-loads';
import { furtherSmokeCases } from './further-smoke';
import { imageCases } from './image';
import { jobCases } from './job';
import { loadCases } from './load';
import { machineCases } from './machine';
import { promotedCases } from './promoted';
import { shoppersDataCases } from './shoppers-data';
import { smokeCases } from './smoke';
import { storefrontCases } from './storefront';
import { synthCases } from './synth';
import { taskLogCases } from './task-logs';

/** Everything that `npm run sabotage` tries. */
export const cases: readonly Case[] = [
  ...synthCases,
  ...acknowledgementCases,
  ...alarmKindCases,
  ...imageCases,
  ...smokeCases,
  ...furtherSmokeCases,
  ...storefrontCases,
  ...loadCases,
  ...furtherLoadCases,
  ...changingLoadCases,
  ...shoppersDataCases,
  ...alarmCases,
  ...changedAlarmCases,
  ...taskLogCases,
  ...earlierCases,
  ...promotedCases,
  ...jobCases,
  ...machineCases,
];
