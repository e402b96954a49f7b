import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { mariadb } from '../../scripts/setup/steps/mariadb.mjs';
import { Machine } from './support/machine';

/** apt-get and dpkg-deb that know one release of the distribution and leave a trace of how they were called. */
function distribution(machine: Machine, packages: readonly string[]): void {
  machine.program(
    'apt-get',
    `config=$2; shift 2
if [ "$1" = update ]; then exit 0; fi
case " ${packages.join(' ')} " in *" $2 "*) : > "$2_1_amd64.deb";; *) echo "E: Unable to locate package $2" >&2; exit 100;; esac
/bin/cp "$config" ${machine.folder}/apt.conf`,
  );
  machine.program(
    'dpkg-deb',
    `case "$2" in *server-core*)
/bin/mkdir -p "$3/usr/sbin" "$3/usr/bin" "$3/usr/lib/x86_64-linux-gnu"
for file in "$3/usr/sbin/mariadbd" "$3/usr/bin/mariadb-install-db"; do
echo '#!/bin/sh' > "$file"; echo 'echo "Ver 10.11 $(/usr/bin/basename "$0") $@"' >> "$file"; /bin/chmod +x "$file"
done;; *libaio*) : > ${machine.folder}/libaio;; esac`,
  );
  machine.program('ldd', `[ -e ${machine.folder}/libaio ] || echo "  libaio.so.1 => not found"`);
}

describe('MariaDB', () => {
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine();
  });
  afterEach(() => machine.remove());

  test('is taken from the PATH if the server and the maker of its data folder are there', async () => {
    machine.program('mariadbd', '');
    expect(await mariadb.satisfied(machine.context)).toBe(false);
    machine.program('mariadb-install-db', '');
    expect(await mariadb.satisfied(machine.context)).toBe(true);
  });

  test('is not needed where DATABASE_URL names a server', async () => {
    const env = { ...machine.context.env, DATABASE_URL: 'mysql://user:hidden@127.0.0.1:3306/' };
    expect(await mariadb.satisfied({ ...machine.context, env })).toBe(true);
    expect(machine.said).toEqual([]);
  });

  test('says how to install it where there are no packages of Debian', async () => {
    const mac = { ...machine.context, platform: 'darwin' as const };
    await expect(mariadb.install(mac)).rejects.toThrow(/^TAP4008: .*brew install mariadb.*DATABASE_URL/);
  });

  test('is unpacked from whichever packages the distribution has, with the libraries that are missing', async () => {
    distribution(machine, ['mariadb-server-core-10.6', 'mariadb-client-core-10.6', 'libaio1t64']);
    await mariadb.install(machine.context);
    expect(await mariadb.satisfied(machine.context)).toBe(true);
    expect(readdirSync(join(machine.context.tools, 'drafts'))).toEqual([]);
    expect(readdirSync(machine.context.bin).sort()).toEqual(['mariadb-install-db', 'mariadbd']);
  });

  test('never uses the lists, caches and hooks of the system', async () => {
    distribution(machine, ['mariadb-server-core', 'mariadb-client-core', 'libaio1']);
    await mariadb.install(machine.context);
    const configuration = readFileSync(join(machine.folder, 'apt.conf'), 'utf8');
    expect(configuration).toContain(`Dir::State "${machine.context.tools}`);
    expect(configuration).toContain(`Dir::Cache "${machine.context.tools}`);
    expect(configuration).toContain('#clear APT::Update::Post-Invoke;');
  });

  test('its wrappers find their files from any folder, and leave option files of the user out once', async () => {
    distribution(machine, ['mariadb-server-core', 'mariadb-client-core', 'libaio1']);
    await mariadb.install(machine.context);
    const call = (...args: string[]) =>
      execFileSync(join(machine.context.bin, 'mariadbd'), args, { cwd: '/', encoding: 'utf8' });
    expect(call('--port=1')).toBe('Ver 10.11 mariadbd --no-defaults --port=1\n');
    expect(call('--no-defaults', '--port=1')).toBe('Ver 10.11 mariadbd --no-defaults --port=1\n');
  });

  test('a distribution without it is a coded error that names the packages', async () => {
    distribution(machine, []);
    await expect(mariadb.install(machine.context)).rejects.toThrow(
      /^TAP4008: .*mariadb-server-core or mariadb-server-core-10\.6/,
    );
    expect(await mariadb.satisfied(machine.context)).toBe(false);
  });

  test('wrappers that an earlier set-up made give way to a server of the user', async () => {
    mkdirSync(machine.context.bin, { recursive: true });
    symlinkSync('/nowhere', join(machine.context.bin, 'mariadbd'));
    machine.program('mariadbd', '');
    machine.program('mariadb-install-db', '');
    expect(await mariadb.satisfied(machine.context)).toBe(true);
    expect(readdirSync(machine.context.bin)).toEqual([]);
  });
});
