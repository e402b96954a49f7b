import { randomBytes } from 'node:crypto';
import type { Caller } from '../base/contracts';

/** A caller whose access key this gateway knows. */
export interface KnownCaller extends Caller {
  /** True for the temporary keys that the emulator itself gave out; it knows account and role of those. */
  readonly session: boolean;
}

const keyAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Who holds which access key. Keys are made up for one run; an unknown one is refused, so a user's real keys never get through. */
export class Callers {
  private readonly byKey = new Map<string, KnownCaller>();
  private readonly issued = new Map<string, { readonly accessKey: string; readonly secretKey: string }>();

  /** The key pair of this caller; the same caller always gets the same one. */
  issue(caller: Caller): { readonly accessKey: string; readonly secretKey: string } {
    const identity = JSON.stringify([caller.name, caller.account, caller.region, caller.roleArn ?? null]);
    const known = this.issued.get(identity);
    if (known !== undefined) return known;
    const keys = { accessKey: `AKIA${randomKey(16)}`, secretKey: randomBytes(30).toString('base64') };
    this.issued.set(identity, keys);
    this.byKey.set(keys.accessKey, { ...caller, session: false });
    return keys;
  }

  /** Takes note of the temporary key that the emulator gave `parent` for a role. */
  registerSession(accessKey: string, parent: Caller, assumedRoleArn: string): void {
    // arn:aws:sts::<account>:assumed-role/<role>/<session>
    const [, , , , account = parent.account, resource = ''] = assumedRoleArn.split(':');
    const role = resource.split('/').slice(1, -1).join('/');
    this.byKey.set(accessKey, {
      name: `${parent.name} > ${role}`,
      account,
      region: parent.region,
      roleArn: `arn:aws:iam::${account}:role/${role}`,
      session: true,
    });
  }

  find(accessKey: string): KnownCaller | undefined {
    return this.byKey.get(accessKey);
  }
}

function randomKey(length: number): string {
  return Array.from(randomBytes(length), (byte) => keyAlphabet[byte % keyAlphabet.length]).join('');
}
