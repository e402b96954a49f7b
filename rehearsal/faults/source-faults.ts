import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Fault } from '@delivery/rehearsal/faults/fault';

/** Where the app is put together. */
const entryPoint = 'bin/tap.ts';
const construction = 'new DeliveryApp(';

/** Bad commits that the build must stop. */
export const sourceFaults: readonly Fault[] = [
  {
    name: 'nag-violation',
    gate: 'Build/Synth',
    description: 'A bucket without any of the protections that cdk-nag asks for.',
    trace: /PipelineStack\/Unprotected/,
    edit: (clone) =>
      changeApp(clone, {
        imports: `import { Bucket } from 'aws-cdk-lib/aws-s3';\n`,
        after: `\nnew Bucket(app.pipelineStack, 'Unprotected');\n`,
      }),
  },
  {
    name: 'failing-unit-test',
    gate: 'Build/Synth',
    description: 'A unit test that fails.',
    trace: /a planted fault is found/,
    edit: (clone) =>
      add(clone, 'test/planted-fault.test.ts', `test('a planted fault is found', () => expect(1).toBe(2));\n`),
  },
  {
    name: 'failing-image-build',
    gate: 'Build/Image',
    description: "A type error in the service, so that its container can't be built.",
    trace: /planted-fault\.ts/,
    edit: (clone) => add(clone, 'app/src/planted-fault.ts', `export const planted: number = 'a fault';\n`),
  },
];

/** Statements for the app's entry point. */
export interface AppChange {
  readonly imports: string;
  /** Before the app is put together, which is when CDK Pipelines synthesizes its stages. */
  readonly before?: string;
  /** After that; `app` is the app. */
  readonly after?: string;
}

/** @returns the changed file, or undefined if the app isn't put together as expected */
export async function changeApp(
  clone: string,
  { imports, before = '', after = '' }: AppChange,
): Promise<string | undefined> {
  const file = join(clone, entryPoint);
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.split(construction).length !== 2) return undefined;
  const app = after === '' ? construction : `const app = ${construction}`;
  await writeFile(file, `${imports}${text.replace(construction, `${before}${app}`)}${after}`);
  return entryPoint;
}

async function add(clone: string, path: string, text: string): Promise<string | undefined> {
  const file = join(clone, path);
  if (existsSync(file)) return undefined;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return path;
}
