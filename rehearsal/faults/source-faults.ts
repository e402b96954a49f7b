import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Fault } from './fault';
import { gates } from './gates';

/** Where the app is put together; what is appended to it runs at each synth. */
const entryPoint = 'bin/tap.ts';
const construction = 'new DeliveryApp(';

/** Bad commits that the build must stop. */
export const sourceFaults: readonly Fault[] = [
  {
    name: 'nag-violation',
    gate: gates.synth,
    description: 'A bucket without any of the protections that cdk-nag asks for.',
    edit: (clone) =>
      appendToApp(
        clone,
        `import { Bucket } from 'aws-cdk-lib/aws-s3';\n`,
        `new Bucket(app.pipelineStack, 'Unprotected');\n`,
      ),
  },
  {
    name: 'failing-unit-test',
    gate: gates.synth,
    description: 'A unit test that fails.',
    edit: (clone) =>
      add(clone, 'test/planted-fault.test.ts', `test('a planted fault is found', () => expect(1).toBe(2));\n`),
  },
  {
    name: 'failing-image-build',
    gate: gates.image,
    description: "A type error in the service, so that its container can't be built.",
    edit: (clone) => add(clone, 'app/src/planted-fault.ts', `export const planted: number = 'a fault';\n`),
  },
];

/**
 * Appends statements to the app's entry point, where `app` is the app.
 *
 * @returns the file, or undefined if it isn't put together as expected
 */
export async function appendToApp(clone: string, imports: string, statements: string): Promise<string | undefined> {
  const file = join(clone, entryPoint);
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.split(construction).length !== 2) return undefined;
  await writeFile(file, `${imports}${text.replace(construction, `const app = ${construction}`)}\n${statements}`);
  return entryPoint;
}

async function add(clone: string, path: string, text: string): Promise<string | undefined> {
  const file = join(clone, path);
  if (existsSync(file)) return undefined;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return path;
}
