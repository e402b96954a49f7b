import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A machine's AWS configuration in which every account has a profile of its name, whose access key is the account's id. */
export interface AccountProfiles {
  /** For a program. */
  readonly variables: Readonly<Record<string, string>>;
  /** As `--profile` names them. */
  readonly profiles: ReadonlyMap<string, string>;
  remove(): void;
}

/** @param endpoint where all AWS clients go; the emulator takes an access key of 12 digits for an account */
export function accountProfiles(endpoint: string, accounts: readonly string[]): AccountProfiles {
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  const profiles = accounts.map((id) => `[${id}]\naws_access_key_id = ${id}\naws_secret_access_key = secret\n`);
  writeFileSync(join(folder, 'credentials'), profiles.join('\n'));
  return {
    variables: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    profiles: new Map(accounts.map((id) => [id, id])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Gives this process these variables, and none of AWS's that it had. @returns how to take that back */
export function withVariables(variables: Readonly<Record<string, string>>): () => void {
  const before = { ...process.env };
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, variables);
  return () => {
    process.env = before;
  };
}
