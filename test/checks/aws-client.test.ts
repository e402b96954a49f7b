import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsClientSettings } from '../../checks/aws-client';
import { personClientSettings } from '../../scripts/accounts/clients';

const root = join(__dirname, '../..');

/** Where the programs make a client of AWS: the file, and what the client is made with. */
function clients(): readonly (readonly [file: string, settings: string])[] {
  return ['checks', 'scripts'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        [...readFileSync(join(root, folder, file), 'utf8').matchAll(/new [A-Z]\w*Client\(([^;]*?)\)[;,)]/g)].map(
          ([, settings = '']) => [join(folder, file), settings] as const,
        ),
      ),
  );
}

test('every client of AWS in a program paces itself and tries again', () => {
  const found = clients();
  expect(found.length).toBeGreaterThanOrEqual(5);
  // A person's commands have settings of their own, which try less often, and hand them on as `settings`.
  expect(
    found.filter(
      ([, settings]) => !/awsClientSettings|personClientSettings|^clientSettings\(|^settings$/.test(settings),
    ),
  ).toEqual([]);
  expect(personClientSettings.retryMode).toBe(awsClientSettings.retryMode);
  expect(personClientSettings.maxAttempts).toBeGreaterThan(3);
});

test('a program tries again for longer than a quota of a second needs, and knows the mode that paces', () => {
  expect(awsClientSettings.retryMode).toBe('adaptive');
  expect(awsClientSettings.maxAttempts).toBeGreaterThan(3);
});
