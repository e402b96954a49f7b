import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Emulator, startEmulator } from '../../../packages/rehearsal/src/cloud/emulator/emulator';
import type { Examination } from '../../../scripts/doctor/examine';
import type { Look } from '../../../scripts/doctor/look';
import { type AccountProfiles, accountProfiles, withVariables } from '../../helpers/account-profiles';
import { devAccount, type Looked, lookWith, pipelineAccount, region } from './subject';

const root = join(__dirname, '../../..');

/** Settings of a client that plants something in the emulator. */
export interface Planter {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The rehearsal's emulator for the tests of a file, with profiles for both accounts. */
export function emulated(): {
  readonly planter: (account: string, at?: string) => Planter;
  readonly look: (look: Look, looked?: Looked) => Promise<Examination>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'emulated-'));
  let emulator: Emulator;
  let accounts: AccountProfiles;
  let restore: () => void;
  beforeAll(async () => {
    emulator = await startEmulator({
      dir: folder,
      account: pipelineAccount,
      region,
      python: join(root, '.tools', 'python', 'bin', 'python'),
    });
    accounts = accountProfiles(endpoint(), [pipelineAccount, devAccount]);
    restore = withVariables(accounts.variables);
  });
  afterAll(async () => {
    restore();
    accounts.remove();
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const endpoint = () => `http://127.0.0.1:${emulator.port}`;
  return {
    planter: (account, at = region) => ({
      endpoint: endpoint(),
      region: at,
      credentials: { accessKeyId: account, secretAccessKey: 'secret' },
    }),
    look: (look, looked) => lookWith(look, accounts.profiles, looked),
  };
}
