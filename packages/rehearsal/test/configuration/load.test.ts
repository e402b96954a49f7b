import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exitCodes } from '../../src/command/run-error';
import { configurationFile, loadConfiguration } from '../../src/configuration/load';
import { temporaryFolder } from '../executors/fake-cloud';

const folder = temporaryFolder();
let repositories = 0;

/** A repository with this text for its configuration. */
function repository(text?: string): string {
  repositories += 1;
  const root = join(folder, String(repositories));
  mkdirSync(dirname(join(root, configurationFile)), { recursive: true });
  if (text !== undefined) writeFileSync(join(root, configurationFile), text);
  return root;
}

const refusal = (text: string): unknown => {
  try {
    return loadConfiguration(repository(text));
  } catch (error) {
    return error;
  }
};

describe('the configuration of a repository', () => {
  test('is the default export of its own file, in TypeScript', () => {
    const one = loadConfiguration(
      repository("const stack: string = 'One';\nexport default { pipelineStack: stack };\n"),
    );
    const other = loadConfiguration(repository("export default { pipelineStack: 'Other' };\n"));
    expect([one.pipelineStack, other.pipelineStack]).toEqual(['One', 'Other']);
  });

  test('is that of a repository which tells nothing, where there is no file', () => {
    expect(loadConfiguration(repository())).toMatchObject({ tools: [] });
  });

  test.each([
    ['one that throws', "throw new Error('no roof');", /no roof/],
    ['one without a default export', 'export const configuration = {};', /the default export: is missing/],
    ['one that says what is not allowed', 'export default { tools: 5 };', /tools/],
  ])('is refused with 2, and the reason: %s', (_what, text, reason) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: 'TAP4066', exitCode: exitCodes.wrongUse });
    expect(String(error)).toMatch(reason);
    expect(String(error).match(/TAP4066/g)).toHaveLength(1);
    expect(String(error).split(configurationFile)).toHaveLength(2);
  });
});
