import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Signs and verifies whatever it is given, and says so where git shows it. */
const signer = `#!/bin/sh
case "$*" in
*--verify*) echo '[GNUPG:] GOODSIG 1 N'; echo 'a good signature' >&2 ;;
*)
  cat >/dev/null
  echo '[GNUPG:] SIG_CREATED ' >&2
  printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nx\\n-----END PGP SIGNATURE-----\\n'
  ;;
esac
`;

/** A person whose git signs, traces, colours, converts line endings and calls hooks that refuse everything. */
export class Newcomer {
  /** Written to by every hook that is called. */
  readonly hookCalls: string;
  private readonly before = { ...process.env };

  constructor(private readonly folder: string) {
    this.hookCalls = join(folder, 'hook-calls');
  }

  /** Makes this process theirs. */
  settleIn(): void {
    const home = join(this.folder, 'home');
    const hook = `#!/bin/sh\necho "$0" >> ${this.hookCalls}\nexit 1\n`;
    const hooks = ['pre-commit', 'commit-msg', 'post-checkout', 'reference-transaction'];
    for (const place of [join(home, 'hooks'), join(home, 'template', 'hooks')]) {
      mkdirSync(place, { recursive: true });
      for (const name of hooks) writeFileSync(join(place, name), hook, { mode: 0o755 });
    }
    writeFileSync(join(home, 'signer'), signer, { mode: 0o755 });
    writeFileSync(
      join(home, '.gitconfig'),
      `[user]\n  name = Newcomer\n  email = newcomer@example.com
[gpg]\n  program = ${join(home, 'signer')}
[commit]\n  gpgSign = true
[log]\n  showSignature = true
[format]\n  pretty = oneline
[color]\n  ui = always
[status]\n  branch = true
[core]\n  autocrlf = true\n  hooksPath = ${join(home, 'hooks')}
[clone]\n  rejectShallow = true
[init]\n  templateDir = ${join(home, 'template')}\n`,
    );
    Object.assign(process.env, { HOME: home, GIT_TRACE: '1', GIT_TEMPLATE_DIR: join(home, 'template') });
    delete process.env.XDG_CONFIG_HOME;
  }

  /** Has git read these folders whoever owns them. */
  allow(...folders: readonly string[]): void {
    const lines = folders.map((allowed) => `  directory = ${allowed}\n`).join('');
    this.configure(`[safe]\n${lines}`);
  }

  /** Adds to what they tell git of themselves. */
  configure(lines: string): void {
    appendFileSync(join(this.folder, 'home', '.gitconfig'), lines);
  }

  /** Gives the process back. */
  leave(): void {
    for (const name of Object.keys(process.env)) if (!(name in this.before)) delete process.env[name];
    Object.assign(process.env, this.before);
  }
}
