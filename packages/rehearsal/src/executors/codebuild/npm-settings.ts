import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { askProgram } from './ask-program';

/** npm's settings by name, where they are texts or lists of them. */
export type NpmSettings = Readonly<Record<string, unknown>>;

/**
 * What npm is told on this machine, whatever project it is called in: what a project sets, npm reads in the job. A setting with a user
 * or a password in it npm keeps to itself, so variables and files are read beside its own list.
 */
export async function npmSettings(variables: NodeJS.ProcessEnv): Promise<NpmSettings> {
  const listed = await list(variables);
  const files = [listed.globalconfig, listed.userconfig].filter((file) => typeof file === 'string');
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return {
    ...Object.assign({}, ...texts.map((text) => inFile(text, variables))),
    ...inVariables(variables),
    ...listed,
  };
}

async function list(variables: NodeJS.ProcessEnv): Promise<NpmSettings> {
  // `--global` leaves the project out, and works in the folder of a workspace, too.
  const ask = (program: string) => askProgram(variables, program, 'config', 'list', '--json', '--global');
  try {
    return JSON.parse(await ask(join(dirname(process.execPath), 'npm')).catch(() => ask('npm')));
  } catch {
    // Without npm's own words its defaults hold: the public registry, and a cache below the job's HOME.
    return {};
  }
}

/** The settings of an `.npmrc`: https://docs.npmjs.com/cli/v11/configuring-npm/npmrc */
function inFile(text: string, variables: NodeJS.ProcessEnv): NpmSettings {
  const lines = [...text.matchAll(/^[ \t]*([^#;=\s][^=\n]*?)[ \t]*=[ \t]*(.*?)[ \t]*$/gm)];
  const expanded = (value: string) => value.replace(/\$\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole);
  return Object.fromEntries(
    lines.map(([, name = '', value = '']) => [name, expanded(value.replace(/^"(.*)"$/, '$1'))]),
  );
}

/** Those of variables, `npm_config_https_proxy` for `https-proxy`; an empty one says nothing. */
function inVariables(variables: NodeJS.ProcessEnv): NpmSettings {
  const prefix = /^npm_config_/i;
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      prefix.test(name) && value ? [[name.replace(prefix, '').toLowerCase().replaceAll('_', '-'), value]] : [],
    ),
  );
}
