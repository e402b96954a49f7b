import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { find, startServer } from '../../../src/cloud/database/choose-server';
import { type DatabaseServer, runSql } from '../../../src/cloud/database/database-server';
import { readRows } from '../../../src/cloud/database/rows';
import { ProcessGuard } from '../../../src/cloud/workloads/process-guard';

const tools = join(__dirname, '..', '..', '..', '..', '..', '.tools', 'bin');
// A busy machine needs a while to make a data folder.
const startsMs = 60_000;
const path = [tools, process.env.PATH ?? ''].join(delimiter);

describe('startServer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'server-'));
  const guard = new ProcessGuard();
  afterAll(() => {
    guard.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('with MariaDB on the PATH', () => {
    let server: DatabaseServer;
    beforeAll(async () => {
      server = await startServer({ path, guard }, join(folder, 'data'));
    }, startsMs);
    afterAll(() => server?.stop());

    it('takes statements from its administrator, and lets nobody in without a password', async () => {
      expect(server).toMatchObject({ kind: 'MariaDB', host: '127.0.0.1', prefix: '' });
      await server.sql([
        'CREATE DATABASE weather',
        "CREATE USER 'app'@'%' IDENTIFIED BY 'pw'",
        "GRANT ALL ON weather.* TO 'app'@'%'",
      ]);
      const at = { host: server.host, port: server.port };
      expect(await runSql({ ...at, user: 'app', password: 'pw' }, ['SELECT DATABASE() AS d'])).toEqual([[{ d: null }]]);
      await expect(runSql({ ...at, user: 'root', password: '' }, ['SELECT 1'])).rejects.toThrow(/denied/);
      await expect(runSql({ ...at, user: '', password: '' }, ['SELECT 1'])).rejects.toThrow(/denied/);
    });

    it('tells the rows of every table but its own, by primary key or by all values', async () => {
      await server.sql([
        'CREATE DATABASE tides',
        'CREATE TABLE tides.levels (place VARCHAR(9), hour INT, cm DECIMAL(5,1), note BLOB, PRIMARY KEY (place, hour))',
        "INSERT INTO tides.levels VALUES ('Oslo', 1, 12.5, 'x'), ('Oslo', 2, 13.0, NULL), ('Rome', 1, 0, NULL)",
        'CREATE TABLE tides.notes (text VARCHAR(9))',
        "INSERT INTO tides.notes VALUES ('a'), ('b')",
        'CREATE VIEW tides.high AS SELECT * FROM tides.levels WHERE cm > 10',
      ]);
      const rows = await readRows(server);
      const tides = [...rows].filter(([table]) => table.startsWith('tides.'));
      expect(tides.map(([table, found]) => [table, found.size])).toEqual([
        ['tides.levels', 3],
        ['tides.notes', 2],
      ]);
      expect([...rows.keys()].filter((table) => /^(mysql|sys|information_schema)\./.test(table))).toEqual([]);
      const one = rows.get('tides.levels')?.get(JSON.stringify(['"Oslo"', '1']));
      expect(one).toMatchObject({ hour: '1', cm: '"12.5"' });
      await server.sql(["UPDATE tides.levels SET note = 'y' WHERE hour = 1 AND place = 'Oslo'"]);
      expect((await readRows(server)).get('tides.levels')?.get(JSON.stringify(['"Oslo"', '1']))).not.toEqual(one);
    });

    it('is shared through DATABASE_URL by names with a prefix of each cluster, and nothing else is dropped', async () => {
      await server.sql([
        "CREATE USER 'adm'@'%' IDENTIFIED BY 'a:/b'",
        "GRANT ALL ON *.* TO 'adm'@'%' WITH GRANT OPTION",
      ]);
      const url = `mysql://adm:${encodeURIComponent('a:/b')}@127.0.0.1:${server.port}/`;
      const ours = await startServer({ path, guard, url }, folder);
      const other = await startServer({ path, guard, url }, folder);
      expect(ours.prefix).toMatch(/^rehearsal_[0-9a-f]{8}_$/);
      expect(other.prefix).not.toBe(ours.prefix);
      // Users have at most 32 characters; one such as weather_admin must fit.
      expect(`${ours.prefix}weather_admin`.length).toBeLessThanOrEqual(32);
      const alike = `${ours.prefix.replaceAll('_', 'x')}mine`;
      for (const { prefix } of [ours, other]) {
        await server.sql([`CREATE DATABASE ${prefix}weather`, `CREATE USER '${prefix}u'@'%'`]);
      }
      await server.sql(['CREATE DATABASE rehearsal_alpha_mine', `CREATE DATABASE ${alike}`]);
      await ours.stop();
      const [schemas = []] = await server.sql([
        "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE 'rehearsal%'",
      ]);
      const names = (schemas as { name: string }[]).map(({ name }) => name);
      expect(names.sort()).toEqual([`${other.prefix}weather`, alike, 'rehearsal_alpha_mine'].sort());
      const [users = []] = await server.sql(["SELECT user AS name FROM mysql.user WHERE user LIKE 'rehearsal%'"]);
      expect(users).toEqual([{ name: `${other.prefix}u` }]);
      await other.stop();
    });
  });

  it('refuses a URL that is none, without repeating it', async () => {
    const attempt = startServer({ path, guard, url: 'postgres://u:hidden@h/' }, folder);
    await expect(attempt).rejects.toThrow(/^TAP4412(?!.*hidden)/);
  });

  it('says what to install where there is no server', async () => {
    await expect(startServer({ path: '/nonexistent', guard }, folder)).rejects.toThrow(/^TAP4410/);
  });

  it('says where the log is of a server that does not come up', async () => {
    for (const program of ['mariadbd', 'mariadb-install-db']) {
      writeFileSync(join(folder, program), program === 'mariadbd' ? '#!/bin/sh\nexit 5\n' : '#!/bin/sh\nexit 0\n');
      chmodSync(join(folder, program), 0o755);
    }
    const broken = startServer({ path: `${folder}:/usr/bin:/bin`, guard }, join(folder, 'broken'));
    await expect(broken).rejects.toThrow(/^TAP4411.*exit code 5.*server\.log/);
  });

  it('finds programs in the order of the folders', () => {
    expect(find('mariadbd', `/nonexistent:${folder}`)).toBe(join(folder, 'mariadbd'));
    expect(find('nothing-of-this-name', folder)).toBeUndefined();
  });
});
