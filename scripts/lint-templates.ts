import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { ofAQuickSynth, synthesize } from '../test/helpers/synthesize';
import { variantInputs } from '../test/helpers/variants';
import { readAssembly } from './build/assembly';
import { runProgram } from './build/program';
import { tools } from './templates/findings';
import { lintTemplates } from './templates/lint';
import type { StackOfAssembly } from './templates/planted-copies';

/**
 * `npm run lint:templates`: cfn-lint and checkov over every template of a cloud assembly. Ends with 1 on an error, a
 * warning or a finding that `docs/findings.md` does not explain, and on a template that a tool did not look at.
 *
 * The configurations of the tests are looked at, too: an explanation that is needed with a domain alone, or without one,
 * is not out of date because this configuration has it otherwise.
 */

const root = dirname(__dirname);

/** What the CDK's command line adds to every synth, so that resources carry their constructs' paths here too. */
const ofTheCommandLine = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };

function stacksOf(assembly: string, folder: string): readonly StackOfAssembly[] {
  return readAssembly(folder).map((stack) => ({ assembly, stack }));
}

async function main(): Promise<void> {
  const command = new Command('npm run lint:templates --')
    .description('cfn-lint and checkov over all templates; ends with 1 on what docs/findings.md does not explain.')
    .argument('[folder]', 'a cloud assembly, as `npm run synth` leaves it', join(root, 'cdk.out'))
    .parse();
  const folder = resolve(command.processedArgs[0]);
  const given = stacksOf(folder, folder);
  const work = mkdtempSync(join(tmpdir(), 'templates-'));
  process.on('exit', () => rmSync(work, { recursive: true, force: true }));
  Object.assign(process.env, ofAQuickSynth);
  const variants = Object.entries(variantInputs).flatMap(([name, input]) => {
    synthesize(input, join(work, name), ofTheCommandLine);
    return stacksOf(`the tests' variant ${name}`, join(work, name));
  });
  const program = (tool: string) => join(root, '.tools', tool, 'bin', tool);
  const { templates, findings, explanations } = await lintTemplates({
    stacks: [...given, ...variants],
    page: join(root, 'docs', 'findings.md'),
    programs: { 'cfn-lint': program('cfn-lint'), checkov: program('checkov') },
    folder: join(work, 'copies'),
  });
  console.log(
    `${given.length} templates of ${folder} and ${variants.length} of the tests' variants looked at, ${templates} of them different`,
  );
  for (const tool of tools) {
    const found = findings.filter((finding) => finding.tool === tool).length;
    const reasons = explanations.filter((explanation) => explanation.tool === tool).length;
    console.log(`${tool}: ${found} findings, all explained by ${reasons} lines of docs/findings.md`);
  }
}

runProgram(main);
