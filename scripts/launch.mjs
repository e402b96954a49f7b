// Usage: node scripts/launch.mjs <need> [program.ts] [arguments...]
// Installs what the need names (scripts/setup/needs.mjs), then runs the program in this same process, so that a signal
// sent to npm reaches it (package.json starts it with `exec`: some shells stay in between and keep the signal to
// themselves). Without a program it only sets up.
import { readFileSync } from 'node:fs';
import { delimiter, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createContext } from './setup/context.mjs';
import { ensure } from './setup/ensure.mjs';
import { bareLanes, needs } from './setup/needs.mjs';
import { isAtLeast, parseVersion } from './setup/path-tool.mjs';
import { Interrupted, SetupError } from './setup/setup-error.mjs';

/** Exit code of everything that a signal ended. */
const interruptedExitCode = 130;
/** These only print something: they need no tools. */
const bareArguments = ['--help', '-h'];
/** @type {readonly NodeJS.Signals[]} */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [, , need = '', program, ...args] = process.argv;

if (program === 'rehearsal/main.ts' && args.length === 1 && args[0] === '--list-faults') {
  listFaults();
  process.exit();
}
try {
  await setUp();
  if (program !== undefined) await runProgram(resolve(root, program));
} catch (error) {
  if (error instanceof SetupError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode);
  }
  if (error instanceof Interrupted) {
    process.stderr.write('set-up: interrupted; the next one takes it up again\n');
    process.exit(interruptedExitCode);
  }
  throw error;
}

/** From data alone: for this nothing has to be installed. */
function listFaults() {
  /** @type {{ name: string, gate: string, description: string }[]} */
  const faults = JSON.parse(readFileSync(resolve(root, 'rehearsal/faults/catalogue.json'), 'utf8'));
  for (const { name, gate, description } of faults) process.stdout.write(`${name}\t${gate}\t${description}\n`);
}

async function setUp() {
  checkNode();
  const wanted = needs[need];
  if (wanted === undefined) {
    throw new SetupError(
      'TAP4011',
      `launch.mjs: "${need}" is not a need; allowed: ${Object.keys(needs).join(', ')}.`,
      2,
    );
  }
  const bare = args.some((argument) => bareArguments.includes(argument));
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  for (const signal of endingSignals) process.on(signal, interrupt);
  const parent = process.ppid;
  // A hang-up kills npm without a word to its child: that the parent is gone says the same.
  const watch = setInterval(() => process.ppid !== parent && interrupt(), 500);
  try {
    const say = (/** @type {string} */ text) => void process.stderr.write(`set-up: ${text}\n`);
    const context = createContext({ root, signal: controller.signal, say });
    const installed = await ensure(bare ? bareLanes : wanted, context, interrupt);
    if (program === undefined) say(installed === 0 ? 'everything is there' : 'done');
    // Node 20 is the floor on purpose; a warning in the middle of a program's own lines helps nobody.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    process.env.PATH = [context.bin, ...context.searchPath].join(delimiter);
  } finally {
    clearInterval(watch);
    for (const signal of endingSignals) process.off(signal, interrupt);
  }
  if (controller.signal.aborted || process.ppid !== parent) throw new Interrupted();
}

function checkNode() {
  const floor = /** @type {const} */ ([20, 19]);
  const version = parseVersion(process.versions.node);
  if (version && isAtLeast(version, floor)) return;
  throw new SetupError(
    'TAP4001',
    `Node ${floor.join('.')} or newer is needed; this is ${process.version}. Install a newer one and try again.`,
  );
}

/** @param {string} file */
async function runProgram(file) {
  process.argv = [process.argv[0] ?? 'node', file, ...args];
  // Both loaders: programs are CommonJS, and some of what they import is not.
  const [esm, cjs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')]);
  esm.register();
  cjs.register();
  await import(pathToFileURL(file).href);
}
