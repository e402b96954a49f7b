import { ShopError } from './errors';
import { createLog, standardOutput } from './log';
import { migrate } from './migrations/migrate';
import { type ServiceName, serviceNames, startService } from './service';
import { loadMigrationSettings, loadServiceSettings } from './settings';
import { stopOnSignal } from './shutdown';

const commands: readonly string[] = [...serviceNames, 'migrate'];
const usage = `usage: node dist/main.js ${commands.join('|')}`;

/** Runs the command. Exit codes: 0 done, 1 failed, 2 wrong use. */
async function main(args: readonly string[]): Promise<void> {
  const [command = ''] = args;
  const output = standardOutput();
  const log = createLog({ service: command, environment: process.env.SERVICE_ENVIRONMENT ?? '' }, 'info', output);
  const fail = (error: unknown) => {
    const code = error instanceof ShopError ? error.code : 'TAP5009';
    log.fatal({ code, err: error }, error instanceof ShopError ? error.message : 'unexpected failure');
    process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  if (args.length !== 1 || !commands.includes(command)) {
    process.stderr.write(`TAP5001 unknown command "${args.join(' ')}"; ${usage}\n`);
    process.exit(2);
  }
  try {
    if (command === 'migrate') {
      const settings = loadMigrationSettings(process.env);
      await migrate(
        settings,
        createLog({ service: command, environment: settings.environment }, settings.logLevel, output),
      );
    } else {
      stopOnSignal(await startService(command as ServiceName, loadServiceSettings(process.env), output));
    }
  } catch (error) {
    fail(error);
  }
}

main(process.argv.slice(2));
