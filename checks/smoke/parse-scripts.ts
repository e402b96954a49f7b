import { type Program, parse } from 'acorn';
import { insistOnType } from './content-type';
import type { Door } from './door';
import { ask, type Visit } from './step';

/** A script as the page names it, or as another one imports it. */
interface Script {
  /** Whole address. */
  readonly address: string;
  readonly module: boolean;
  /** Absent where it is to be fetched. */
  readonly text?: string;
}

/** What is no JavaScript, such as data or a map of imports. */
const scriptTypes = /^(?:module|(?:text|application)\/(?:java|ecma)script|)$/i;

/**
 * Fetches each script of the page that comes through the door, with all that modules import of it, and parses it. Nothing is
 * run: what only shows itself then is not seen.
 *
 * @returns how many were parsed, and milliseconds that the slowest answer took
 * @throws Error if one can't be parsed, or there is none
 */
export async function parseScripts(door: Door, visit: Visit): Promise<{ count: number; milliseconds: number }> {
  const page = await ask(door, { path: '/' }, 200, visit);
  const waiting = scriptsOf(page.text, `${door.address}/`);
  const seen = new Set<string>();
  let slowest = page.milliseconds;
  let count = 0;
  for (let script = waiting.shift(); script !== undefined; script = waiting.shift()) {
    const path = script.address.slice(door.address.length);
    if (script.text === undefined) {
      if (seen.has(script.address) || !script.address.startsWith(`${door.address}/`)) continue;
      seen.add(script.address);
      const answer = await ask(door, { path }, 200, visit);
      insistOnType(answer.contentType, 'text/javascript', `GET ${path} through ${door.name}`);
      slowest = Math.max(slowest, answer.milliseconds);
      script = { ...script, text: answer.text };
    }
    waiting.push(...importsOf(script, `The script ${path} through ${door.name}`));
    count += 1;
  }
  if (count === 0) throw new Error(`GET / through ${door.name} has no script of the shop that could be parsed.`);
  return { count, milliseconds: slowest };
}

/** The scripts that a page of this address names or holds. */
export function scriptsOf(page: string, base: string): Script[] {
  return [...page.matchAll(/<script\b([^>]*)>(.*?)<\/script\s*>/gis)].flatMap(([, attributes = '', text = '']) => {
    const of = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']?([^"'\\s>]*)`, 'i').exec(attributes)?.[1];
    const type = of('type') ?? '';
    if (!scriptTypes.test(type)) return [];
    const source = of('src');
    const module = type.toLowerCase() === 'module';
    return source === undefined ? { address: base, module, text } : { address: new URL(source, base).href, module };
  });
}

/** @throws Error saying where it can't be parsed; `what` begins the reason */
function importsOf({ address, module, text = '' }: Script, what: string): Script[] {
  let program: Program;
  try {
    program = parse(text, { ecmaVersion: 'latest', sourceType: module ? 'module' : 'script' });
  } catch (error) {
    throw new Error(`${what} can't be parsed: ${(error as Error).message}.`);
  }
  return program.body.flatMap((statement): Script[] => {
    const source = 'source' in statement ? statement.source?.value : undefined;
    // Other names are a matter of the page's map of imports.
    if (typeof source !== 'string' || !/^(?:\.{0,2}\/|https?:)/.test(source)) return [];
    return [{ address: new URL(source, address).href, module: true }];
  });
}
